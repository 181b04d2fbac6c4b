# The manual of libmofrt, made of its headers: awk -v dir=DIR -f headers.awk HEADER...
# Writes DIR/NAME.3.md for each header (its first comment, and what stands before its first section) and one for each
# section (`/* ---- TITLE ---- ... */`). mofrt.h comes first. A comment that begins a line is text; what follows it, up to an empty line, is
# code. Preprocessor lines that declare nothing for users are left out.
function words(text,   part, n, i, out) { # of a comment, as Markdown; what stands between backticks is left alone
    n = split(text, part, "`")
    for (i = 1; i <= n; i++) {
        if (i % 2) gsub(/[\\*<\[]/, "\\\\&", part[i])
        out = out (i > 1 ? "`" : "") part[i]
    }
    return out
}
function flush_code() {
    if (code != "") body = body "```\n" code "```\n\n"
    code = ""
}
function close_page() {
    if (page == "") return
    flush_code()
    printf "# %s%s(3): %s\n\n## SYNOPSIS\n\n`#include <%s>`\n\n## DESCRIPTION\n\n%s", page, names, title, header, body > (dir "/" page ".3.md")
    if (page != "mofrt") {
        also = page == stem || stem == "mofrt" ? "" : "[" stem "](" stem ".3.md)(3), "
        print "## SEE ALSO\n\n" also "[mofrt](mofrt.3.md)(3)" > (dir "/" page ".3.md")
        close(dir "/" page ".3.md")
        pages = pages (pages == "" ? "" : ",\n") "[" page "](" page ".3.md)(3)"
    }
    page = ""
}
function open_page(name, what) { page = name; title = what; names = body = code = ""; in_comment = 0; delete seen }
FNR == 1 {
    close_page()
    header = FILENAME
    sub(/.*\//, "", header)
    stem = header
    sub(/\.h$/, "", stem)
    open_page(stem, stem == "mofrt" ? "the runtime of generated code" : "a part of the runtime of generated code")
}
/^\/\* ---- / {
    close_page()
    what = $0
    sub(/^\/\* ---- /, "", what)
    sub(/ -+ \*\/$/, "", what)
    slug = what
    gsub(/[ ,]+/, "-", slug)
    open_page(stem "-" slug, what)
    next
}
in_comment || /^\/\*/ {
    if (!in_comment) flush_code()
    text = $0
    in_comment = text !~ /\*\//
    sub(/^\/\*+ ?/, "", text)
    sub(/ ?\*+\/$/, "", text)
    sub(/^ \* ?/, "", text)
    body = body words(text) "\n"
    if (!in_comment) body = body "\n"
    next
}
/^#(ifndef|endif|include|if|else|elif)|^#define [A-Z_]+_H$|^#define MOF_(C_BEGIN|C_END|DEPRECATED)|^MOF_C_(BEGIN|END)|^extern "C"/ { next }
/^$/ { flush_code(); next }
{
    code = code $0 "\n"
    if (match($0, /^(#define )?[A-Za-z_][A-Za-z0-9_ *]*mof_[a-z0-9_]+\(/) || match($0, /^#define mof_[a-z0-9_]+\(/)) {
        name = substr($0, RSTART, RLENGTH - 1)
        sub(/.*[ *]/, "", name)
        if (name ~ /^mof_/ && !(name in seen)) { seen[name] = 1; names = names ", " name }
    }
}
END {
    close_page()
    print "## SEE ALSO\n\n" pages > (dir "/mofrt.3.md")
}
