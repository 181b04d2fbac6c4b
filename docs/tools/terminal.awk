# What a terminal shows, as SVG: text with the colours of ECMA-48 on standard input. awk -f terminal.awk
BEGIN {
    WIDE = 8.43; HIGH = 20; LEFT = 16; TOP = 46
    colour["1;31"] = "#ff7b72"; colour["1;32"] = "#7ee787"; colour["1;35"] = "#e3a6ff"; colour["1;36"] = "#79c0ff"; colour["1"] = "#ffffff"
}
function escaped(text) {
    gsub(/&/, "\\&amp;", text)
    gsub(/</, "\\&lt;", text)
    gsub(/>/, "\\&gt;", text)
    return text
}
{
    rest = $0
    sub(/[ \r]+$/, "", rest)
    row = ""; width = 0; style = ""
    while (match(rest, /\033\[[0-9;]*m/)) {
        row = row piece(substr(rest, 1, RSTART - 1))
        style = substr(rest, RSTART + 2, RLENGTH - 3)
        rest = substr(rest, RSTART + RLENGTH)
    }
    row = row piece(rest)
    if (width > widest) widest = width
    rows[NR] = row
}
function piece(text,   bold) {
    width += length(text)
    if (text == "") return ""
    if (!(style in colour)) return escaped(text)
    bold = style ~ /^1/ ? " font-weight=\"600\"" : ""
    return "<tspan fill=\"" colour[style] "\"" bold ">" escaped(text) "</tspan>"
}
END {
    w = int(widest * WIDE + 2 * LEFT + 1); h = TOP + NR * HIGH
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n", w, h, w, h, label
    printf "<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#161b22\"/>\n", w, h
    print "<circle cx=\"18\" cy=\"16\" r=\"5\" fill=\"#f85149\"/><circle cx=\"36\" cy=\"16\" r=\"5\" fill=\"#d29922\"/><circle cx=\"54\" cy=\"16\" r=\"5\" fill=\"#3fb950\"/>"
    print "<g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"14\" fill=\"#c9d1d9\">"
    for (i = 1; i <= NR; i++) if (rows[i] != "") printf "<text x=\"%d\" y=\"%d\" xml:space=\"preserve\">%s</text>\n", LEFT, TOP + (i - 1) * HIGH, rows[i]
    print "</g>\n</svg>"
}
