// Added to a copy of a page that stands in a frame: what a reader would stumble over is reported to the frame's page. Nothing leaves the window to the
// right, text has the contrast that WCAG AA wants, and no element is there that only a forgotten escape could make.
const troubles = [];
const root = document.documentElement;
if (root.scrollWidth > innerWidth) troubles.push(`the page is ${root.scrollWidth} wide in ${innerWidth}`);

const hidden = element => getComputedStyle(element).clipPath !== 'none' || element.closest('thead') &&
    getComputedStyle(element.closest('thead')).clipPath !== 'none';
for (const element of document.body.querySelectorAll('*'))
    if (element.getBoundingClientRect().right > innerWidth + 0.5 && !hidden(element))
        troubles.push(`${element.tagName} ${element.className} ends at ${element.getBoundingClientRect().right}`);

const channels = color => color.match(/[\d.]+/g).map(Number);
const luminance = color => channels(color).slice(0, 3).map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
function background(element) {
    for (; element; element = element.parentElement) {
        const color = getComputedStyle(element).backgroundColor;
        if (channels(color)[3] !== 0) return color;
    }
    return 'rgb(255, 255, 255)';
}
function contrast(a, b) {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
}
for (const element of document.body.querySelectorAll('*')) {
    const speaks = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!speaks || element.tagName === 'SCRIPT') continue;
    const ratio = contrast(getComputedStyle(element).color, background(element));
    if (ratio < 4.5) troubles.push(`${element.tagName} ${element.className} has contrast ${ratio.toFixed(2)}`);
}

const allowed = new Set(['BODY', 'HEADER', 'H1', 'H2', 'P', 'TIME', 'NAV', 'A', 'MAIN', 'SECTION', 'DIV', 'DL', 'DT', 'DD', 'I',
    'S', 'B', 'SPAN', 'TABLE', 'CAPTION', 'THEAD', 'TBODY', 'TR', 'TH', 'TD', 'FOOTER']);
for (const element of document.body.querySelectorAll('*'))
    if (!allowed.has(element.tagName) && element !== document.currentScript) troubles.push(`there is a ${element.tagName}`);
for (const table of document.querySelectorAll('table'))
    if (!table.caption || !table.tHead) troubles.push(`${table.id} has no caption or heading`);
for (const row of document.querySelectorAll('tbody tr')) {
    const cells = [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0);
    if (cells !== row.closest('table').tHead.rows[0].cells.length) troubles.push(`a row of ${cells} cells`);
}
const dark = matchMedia('(prefers-color-scheme: dark)').matches;
parent.postMessage(`${name}: ${innerWidth} ${dark ? 'dark' : 'light'} ${troubles.slice(0, 5).join('; ') || 'fine'}`, '*');
