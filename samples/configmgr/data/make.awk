# Makes the sample data beside it: one made-up company, three sites, twenty servers, twenty packages, the same
# in every file. `awk -v out=DIR -f make.awk` writes the same bytes with any POSIX awk: the numbers come from a
# generator of its own, no clock is read, and all whole numbers stay below 2^53 (longer ones are put together
# as text). A few records are wrong on purpose; each stands where wrong(...) or a comment says so.

BEGIN {
    if (out == "") out = "."
    seed = 20250314
    NOW = 1741953600            # 2025-03-14T12:00:00Z
    DAY = 86400
    make_sites(); make_servers(); make_packages(); make_copies()
    write_points(); write_statuses(); write_counts(); write_messages(); write_jobs(); write_late()
}

# ---- chance and time ------------------------------------------------------------------------------------------

function chance(n) {            # 0 to n-1, by the minimal standard generator
    seed = (seed * 16807) % 2147483647
    return int(seed / 2147483647 * n)
}

function pick(weights,    parts, n, i, sum, at) { # "86 4 3": the index of one of them, from 1
    n = split(weights, parts, " ")
    sum = 0
    for (i = 1; i <= n; i++) sum += parts[i]
    at = chance(sum)
    for (i = 1; i < n && at >= parts[i]; i++) at -= parts[i]
    return i
}

function civil(t,    days, era, doe, yoe, doy, mp) { # seconds since 1970 into Y M D h m s
    days = int(t / DAY)
    t -= days * DAY
    h = int(t / 3600); mi = int(t % 3600 / 60); s = t % 60
    days += 719468
    era = int(days / 146097)
    doe = days - era * 146097
    yoe = int((doe - int(doe / 1460) + int(doe / 36524) - int(doe / 146096)) / 365)
    doy = doe - (365 * yoe + int(yoe / 4) - int(yoe / 100))
    mp = int((5 * doy + 2) / 153)
    D = doy - int((153 * mp + 2) / 5) + 1
    M = mp < 10 ? mp + 3 : mp - 9
    Y = yoe + era * 400 + (M <= 2 ? 1 : 0)
}

function zone(minutes, form,    sign, m) {
    sign = minutes < 0 ? "-" : "+"
    m = minutes < 0 ? -minutes : minutes
    return sign sprintf(form, form == "%03d" ? m : int(m / 60), m % 60)
}

function iso(t, minutes) {
    civil(t + minutes * 60)
    return sprintf("%04d-%02d-%02dT%02d:%02d:%02d", Y, M, D, h, mi, s) (minutes == 0 ? "Z" : zone(minutes, "%02d:%02d"))
}

function cim(t, minutes) {
    civil(t + minutes * 60)
    return sprintf("%04d%02d%02d%02d%02d%02d.%06d", Y, M, D, h, mi, s, chance(1000) * 1000) zone(minutes, "%03d")
}

# ---- JSON -----------------------------------------------------------------------------------------------------

function text(name, value) { return "\"" name "\":\"" value "\"" }
function number(name, value) { return "\"" name "\":" value }
function truth(name, value) { return "\"" name "\":" (value ? "true" : "false") }

function put(file, record) { print record > (out "/" file) }

function open_list(file, class) {
    put(file, "{\"@odata.context\":\"https://cm.corp.example/AdminService/wmi/$metadata#" class "\",\"value\":[")
    comma[file] = ""
}
function add(file, record) { # as OData does it: one comma before each record but the first
    put(file, comma[file] record)
    comma[file] = ","
}
function close_list(file) { put(file, "]}"); close(out "/" file) }

# ---- the company ----------------------------------------------------------------------------------------------

function make_sites() {
    split("PS1 PS2 PS3", site, " ")
    split("Hannover|Boston|Pune", site_name, "|")
    split("60 -300 330", offset, " ")
}

function make_servers(    i, bs, q, bb) {
    bs = "\\"; q = bs "\""; bb = bs bs bs bs        # as JSON text: a backslash is two, two are four
    servers = 20
    for (i = 1; i <= servers; i++) {
        at_site[i] = i <= 9 ? 1 : i <= 15 ? 2 : 3
        host[i] = sprintf("dp%02d.%s.corp.example", i, tolower(site_name[at_site[i]]))
        nal[i] = "[" q "Display=" bb host[i] bs bs q "]MSWNET:[" q "SMS_SITE=" site[at_site[i]] q "]" bb host[i] bs bs
    }
}

function make_packages(    i, names, types, n) {
    n = "Field notes 4|Ledger|Badge reader|Time sheets für Außendienst|Laser printers|Graphics drivers|Dock drivers|"
    n = n "Kiosk settings|Scanner settings|Refresh a laptop|Bare metal|February updates|March updates|Office image|"
    n = n "Lab image|Boot x64|Boot arm64|Upgrade 24H2|Map viewer|Ticket printer"
    packages = split(n, names, "|")
    split("0 0 0 0 3 3 3 6 6 4 4 5 5 257 257 258 258 259 0 0", types, " ")
    for (i = 1; i <= packages; i++) {
        software[i] = names[i]
        type[i] = types[i]
        id[i] = site[i % 5 == 0 ? 2 : 1] sprintf("%05X", 16 + i * 3)
        object_type[i] = types[i] == 3 ? 23 : types[i] == 5 ? 24 : types[i] == 257 ? 18 : types[i] == 258 ? 19 : \
                         types[i] == 259 ? 14 : i > 18 ? 31 : 2
        megabytes[i] = types[i] == 257 || types[i] == 259 ? 4200 + chance(3000) : types[i] == 258 ? 480 + chance(200) : 20 + chance(900)
        released[i] = NOW - (3 + chance(200)) * DAY
    }
    released[20] = NOW - 5400                      # brought out an hour and a half ago: most of it is still under way
}

# Which server holds which package, and how that stands (as SMS_PackageStatus.Status). One server is in trouble.
function make_copies(    p, d, turn) {
    for (p = 1; p <= packages; p++)
        for (d = 1; d <= servers; d++) {
            if (chance(100) >= 88) continue
            turn = p == 20 ? "8 30 22 35 3 2 0 0" : d == 7 ? "0 4 4 50 18 24 0 0" : "1 3 3 86 3 2 1 1"
            copy[p, d] = pick(turn)                # the status and one
            changed[p, d] = p == 20 ? NOW - chance(5000) : released[p] + chance(2 * DAY)
        }
}

# ---- the classes ----------------------------------------------------------------------------------------------

function point(p, d,    r, data) {
    r = truth("BitsEnabled", chance(10) > 0) "," truth("IsPeerDP", d > 17) "," truth("IsProtected", d % 6 == 0)
    if (chance(12) == 0) {                         # eight bytes that some vendor keeps here, and how many they are
        data = "AQIDBAUGBwg="
        r = r "," text("ISVData", data) "," number("ISVDataSize", 8) "," text("ISVString", "Contoso:1")
    }
    r = r "," (copy[p, d] == 1 ? text("LastRefreshTime", "19900101000000.000000+***") : \
               text("LastRefreshTime", iso(changed[p, d], 0)))
    r = r "," number("ObjectTypeID", object_type[p]) "," text("PackageID", id[p]) "," number("PackageType", type[p])
    r = r "," truth("RefreshNow", 0) "," text("ResourceType", "Windows NT Server")
    if (object_type[p] == 31) r = r "," text("SecureObjectID", "ScopeId_7F3A/Application_" id[p])
    else r = r "," text("SecureObjectID", id[p])
    r = r "," text("ServerNALPath", nal[d]) "," text("SiteCode", site[at_site[d]])
    r = r "," text("SiteName", site_name[1]) "," text("SourceSite", substr(id[p], 1, 3))
    return r "," number("Status", copy[p, d] >= 7 ? 3 : copy[p, d] == 4 ? 1 : 2)
}

function write_points(    p, d, f, n) {
    f = "SMS_DistributionPoint.json"
    open_list(f, "SMS_DistributionPoint")
    for (p = 1; p <= packages; p++)
        for (d = 1; d <= servers; d++) {
            if (!((p, d) in copy)) continue
            n++
            r = "{" point(p, d) "}"
            if (n == 47) sub(/"SiteCode":"PS1"/, "\"SiteCode\":\"PS1X\"", r)                  # too long
            if (n == 112) sub(/"PackageType":[0-9]+/, "\"PackageType\":7", r)                 # no such type
            if (n == 190) sub(/"IsPeerDP"/, "\"ISVData\":\"AQIDBA==\",\"ISVDataSize\":9,\"IsPeerDP\"", r) # not its length
            if (n == 191) gsub(/"ISV[A-Za-z]*":[^,]*,/, "", r)
            add(f, r)
        }
    close_list(f)
}

function status(p, d, value, kind,    r) {
    r = text("Location", kind == 1 ? "\\\\\\\\cm.corp.example\\\\SMSPKG\\\\" id[p] ".PCK" : nal[d])
    r = r "," text("PackageID", id[p]) "," number("Personality", 0)
    r = r "," text("PkgServer", kind == 1 ? "cm.corp.example" : nal[d])
    r = r "," text("ShareName", kind == 1 ? "SMSPKG$" : "SMSPKGD$")
    r = r "," text("SiteCode", kind == 1 ? "PS1" : site[at_site[d]]) "," number("Status", value) "," number("Type", kind)
    return r "," text("UpdateTime", kind == 1 ? cim(released[p], 60) : cim(changed[p, d], offset[at_site[d]]))
}

function write_statuses(    p, d, f, n, r) {
    f = "SMS_PackageStatus.jsonl"
    for (p = 1; p <= packages; p++) {
        put(f, "{" status(p, 0, 3, 1) "}")
        for (d = 1; d <= servers; d++) {
            if (!((p, d) in copy)) continue
            n++
            r = "{" status(p, d, copy[p, d] - 1, 2) "}"
            put(f, r)
            if (n == 88) put(f, r)                                                            # the same again
            if (n == 153) put(f, substr(r, 1, 60))                                            # a line cut off
            if (n == 201) {
                sub(/"UpdateTime":"........../, "\"UpdateTime\":\"2025023012", r)             # 30 February
                sub(/"Status":[0-9]/, "\"Status\":0", r)
                put(f, r)
            }
        }
    }
    close(out "/" f)
}

function write_counts(    p, d, f, n, clients, r) {
    f = "SMS_DPStatusPerDP.jsonl"
    for (d = 1; d <= servers; d++)
        for (p = 1; p <= packages; p++) {
            if (!((p, d) in copy)) continue
            n++
            clients = copy[p, d] == 4 ? 20 + chance(180) : chance(12)
            r = text("DPName", host[d]) "," number("Failed", chance(10) < 8 ? 0 : chance(1 + int(clients / 9)))
            r = r "," number("Installed", clients) "," text("LastUpdated", cim(NOW - chance(2 * DAY), offset[at_site[d]]))
            r = r "," number("Retrying", chance(10) < 7 ? 0 : chance(1 + int(clients / 7))) "," text("SoftwareName", software[p])
            if (n == 31) sub(/"Failed":[0-9]+/, "\"Failed\":-1", r)                           # below 0
            if (n == 77) sub(/"Installed":[0-9]+/, "\"Installed\":\"many\"", r)               # no number
            put(f, "{" r "}")
        }
    close(out "/" f)
}

# Four kinds of message, each counted for each package: as an AdminService answer that names the class in each record.
function write_messages(    p, d, f, k, count, categories, kinds, r) {
    f = "messages.json"
    split("2303 2384 2357 2391", categories, " ")
    split("1 2 3 2", kinds, " ")
    open_list(f, "SMS_DistributionStatus")
    for (p = 1; p <= packages; p++)
        for (k = 1; k <= 4; k++) {
            count = 0
            for (d = 1; d <= servers; d++)
                if ((p, d) in copy)
                    count += k == 1 ? copy[p, d] == 4 : k == 2 ? copy[p, d] == 2 || copy[p, d] == 3 : \
                             k == 3 ? copy[p, d] == 6 : copy[p, d] == 5
            if (count == 0) continue
            r = text("@odata.type", "#AdminService.SMS_DistributionStatus") "," text("@odata.etag", "W/\\\"" p "-" k "\\\"")
            r = r "," number("Assets", count) "," text("LastUpdateDate", iso(NOW - chance(DAY), k == 3 ? -300 : 0))
            r = r "," number("MessageCategory", categories[k]) "," text("ObjectID", id[p])
            r = r "," number("ObjectTypeID", object_type[p]) "," text("PackageID", id[p]) "," number("Type", kinds[k])
            add(f, "{" r "}")
        }
    close_list(f)
}

# ---- jobs -----------------------------------------------------------------------------------------------------

# Numbers that a double cannot hold are text, as AdminService sends them; a few are beyond 2^63 too.
function job_id(n) {
    if (n % 10 == 0) return number("JobID", 16777216 + n)
    if (n % 150 == 1) return text("JobID", "1844674407370955" sprintf("%04d", 100 + n / 150))
    return text("JobID", "7205759403" sprintf("%08d", 79279 + n * 7))
}

# Bytes as digits: megabytes times 2^20 and a rest fit in 53 bits. 32 bits are all that RemainingSize has.
function job(n, p, d, state,    r, t, total, left, last) {
    t = state == 6 || state == 8 ? NOW - chance(60 * DAY) : state == 7 ? NOW - chance(9 * DAY) : NOW - chance(6 * 3600)
    total = megabytes[p] * 1048576 + p * 4097
    left = state == 6 ? 0 : state <= 3 ? total : int(total * (1 + chance(98)) / 100)
    if (left > 4294967295) left = 4294967295
    last = state <= 2 ? t : t + chance(NOW - t < 7200 ? NOW - t + 1 : 7200)
    r = number("Action", state == 8 ? 5 : 1 + chance(2)) "," text("CreationTime", iso(t, 0)) "," number("DPID", 100 + d)
    r = r "," number("DynamicOrder", state <= 3 ? 1 + chance(40) : 0) "," job_id(n)
    r = r "," text("LastUpdateTime", iso(last, offset[at_site[d]])) "," text("NALPath", nal[d])
    r = r "," number("PackageVersion", 1 + p % 4) "," text("PkgID", id[p]) "," number("RemainingSize", sprintf("%.0f", left))
    r = r "," number("ReStartTime", 0) "," number("RetryCount", state == 7 ? 100 : state == 5 ? 1 + chance(9) : 0)
    if (state > 2) r = r "," text("StartTime", iso(t + int((last - t) / 2), 0))
    return r "," number("State", state - 1) "," text("TotalSize", sprintf("%.0f", total))
}

function write_jobs(    n, p, d, f, state, r) {
    f = "SMS_DistributionJob.jsonl"
    for (n = 1; n <= 1800; n++) {
        p = 1 + chance(packages); d = 1 + chance(servers)
        state = pick(d == 7 ? "6 4 3 8 10 30 30 4 5" : "4 2 1 5 1 82 3 1 1")
        r = job(n, p, d, state)
        if (n == 333) sub(/"State":[0-9]/, "\"State\":17", r)                                 # no such state
        if (n == 612) sub(/"JobID":[^,]*,/, "", r)                                            # no key
        if (n == 905) sub(/"RetryCount":[0-9]+/, "\"RetryCount\":4294967296", r)              # one more than 32 bits hold
        if (n == 1207) sub(/"PkgID":"/, "\"PkgName\":\"Ledger\",&", r)                        # no such property
        put(f, "{" r "}")
    }
    close(out "/" f)
}

# What came in after the rest, of all classes, named in three ways; labels where others write numbers.
function write_late(    f) {
    f = "late.jsonl"
    put(f, "{" text("@odata.type", "#AdminService.SMS_DistributionJob") "," number("Action", 2) "," \
        text("CreationTime", iso(NOW - 600, 0)) "," text("JobID", "18446744073709551615") "," text("NALPath", nal[3]) "," \
        text("PkgID", id[20]) "," number("RemainingSize", 1048576) "," text("State", "DISTSRC_STATE_INPROGRESS") "," \
        text("TotalSize", "9000000000") "}")
    put(f, "{" text("__CLASS", "SMS_PackageStatus") "," status(20, 3, "\"RECEIVED\"", 2) "}")
    put(f, "{" text("@odata.context", "https://cm.corp.example/AdminService/wmi/$metadata#SMS_DPStatusPerDP/$entity") "," \
        text("DPName", host[3]) "," number("Failed", 0) "," number("Installed", 4) "," number("Retrying", 1) "," \
        text("LastUpdated", cim(NOW - 60, 60)) "," text("SoftwareName", "Seat map") "}")
    put(f, "{" text("SiteCode", "PS1") "}")                                                    # of which class?
    put(f, "{" text("__CLASS", "SMS_Collection") "," text("CollectionID", "PS100014") "}")    # not one of the five
    put(f, "")
    put(f, "[1, 2, 3]")                                                                       # no object
    put(f, "{" text("__CLASS", "SMS_PackageStatus") "," status(19, 2, 9, 3) "}")              # two wrong values
    put(f, "{" text("__CLASS", "SMS_DPStatusPerDP") "," text("DPName", host[5]) "," text("SoftwareName", null) "," \
        text("LastUpdated", "2025-03-14 at noon") "}")                                        # no date
    close(out "/" f)
}
