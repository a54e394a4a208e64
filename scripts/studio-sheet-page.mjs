/**
 * Sets a sheet to sign off as HTML that Chromium prints: contents, an index of the scenes, and the
 * pictures, a section a language. Pages are divided here, so that the contents can name them.
 */
import { FRAME } from './studio-sheet-pictures.mjs';

/** A4, landscape; all lengths in mm. */
const PICTURE_WIDTH = 38;
const COLUMNS = 6;
const CAPTION = 5;
const ROW_GAP = 3;
const HEADING = 10;
const PAGE_HEIGHT = 188;
const MAX_PICTURE = PAGE_HEIGHT - HEADING - CAPTION;
/** What Chromium prints header and footer in. */
const MARGIN = { top: '12mm', right: '10mm', bottom: '10mm', left: '10mm' };
const INDEX_ROWS = 48;
/** The contents alone on the first page. */
const CONTENTS_PAGES = 1;

const STYLES = `
  @page { size: A4 landscape; }
  * { box-sizing: border-box; }
  body { margin: 0; color: #111; font: 9pt/1.35 system-ui, sans-serif; }
  section { height: ${PAGE_HEIGHT}mm; overflow: hidden; break-after: page; }
  section:last-of-type { break-after: auto; }
  h1 { margin: 0 0 4mm; font-size: 22pt; line-height: 1.15; }
  h2 { margin: 0; height: ${HEADING}mm; font-size: 11pt; line-height: 8mm; }
  h2 small { font-weight: 400; font-size: inherit; }
  .logo { display: block; width: 18mm; height: 18mm; object-fit: contain; margin-bottom: 4mm; }
  table { border-collapse: collapse; margin: 0 0 6mm; }
  th, td { padding: 0.8mm 6mm 0.8mm 0; text-align: start; vertical-align: top; font-weight: 400; }
  thead th { font-weight: 600; border-bottom: 0.3mm solid #999; }
  td.code { font: 8pt ui-monospace, monospace; }
  a { color: inherit; text-decoration: none; }
  .swatch { display: inline-block; width: 3mm; height: 3mm; margin-inline-end: 1.5mm; border: 0.2mm solid #999; }
  .index { columns: ${COLUMNS}; column-gap: 5mm; column-fill: auto; height: 168mm; margin: 0; padding: 0; list-style: none; font-size: 6.5pt; line-height: 3.4mm; }
  .index a { display: flex; justify-content: space-between; gap: 2mm; overflow-wrap: anywhere; }
  .row { display: flex; gap: 7mm; margin-bottom: ${ROW_GAP}mm; }
  figure { flex: none; width: ${PICTURE_WIDTH}mm; margin: 0; }
  figure img { display: block; margin: 0 auto; outline: 0.2mm solid #bbb; }
  figcaption { height: ${CAPTION}mm; font-size: 6pt; line-height: ${CAPTION}mm; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
`;

/**
 * @typedef {{ src: string, height: number, variant: string }} Picture height in CSS pixels
 * @typedef {{ scene: string, pictures: readonly Picture[] }} Item one scene in each variant
 * @typedef {{ tag: string, name: string, variants: readonly string[], items: readonly Item[] }}
 *   Language
 * @typedef {object} Sheet
 * @property {string} product
 * @property {string} colour
 * @property {string} [logo] an address
 * @property {string} version
 * @property {string} date ISO 8601
 * @property {string} hash of the configuration (studio-brand.mjs)
 * @property {number} icons how many are in the hash
 * @property {readonly Language[]} languages
 */

/**
 * The sheet as a page.
 * @param {Sheet} sheet
 */
export function sheetHtml(sheet) {
  const names = sheet.languages[0]?.items.map(({ scene }) => scene) ?? [];
  const indexes = chunks(names, INDEX_ROWS * COLUMNS);
  let page = CONTENTS_PAGES + indexes.length;
  const sections = sheet.languages.map((language) => {
    const pages = paginate(language.items);
    const first = page + 1;
    page += pages.length;
    return { ...language, pages, first, last: page };
  });
  const [main] = sections;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escape(titleOf(sheet))}</title><style>${STYLES}</style></head>
<body>
${contents(sheet, sections)}
${indexes.map((part) => index(part, main)).join('\n')}
${sections.map(languagePages).join('\n')}
</body>
</html>
`;
}

/**
 * What `page.pdf` is told, but for the path.
 * @param {Pick<Sheet, 'product' | 'version' | 'date' | 'hash'>} sheet
 */
export function printOptions({ product, version, date, hash }) {
  const line = (content) =>
    `<div style="width:100%;margin:0 10mm;display:flex;justify-content:space-between;font:7px system-ui,sans-serif;color:#444">${content}</div>`;
  return {
    format: 'A4',
    landscape: true,
    margin: MARGIN,
    printBackground: true,
    displayHeaderFooter: true,
    headerTemplate: line(
      `<span>${escape(product)}, Tessera ${escape(version)}</span><span>${date}</span><span>Configuration SHA-256 ${hash}</span>`,
    ),
    footerTemplate: line(
      '<span></span><span><span class="pageNumber"></span> / <span class="totalPages"></span></span>',
    ),
    tagged: true,
    outline: true,
  };
}

/** @param {Pick<Sheet, 'product'>} sheet */
function titleOf({ product }) {
  return `${product}: every screen`;
}

/**
 * Divides a language's pictures into pages of rows; the variants of a scene stay in one row.
 * @param {readonly Item[]} items
 * @returns {Item[][][]}
 */
export function paginate(items) {
  const pages = [];
  let free = 0;
  for (const row of chunks(items, perRow(items))) {
    const height = rowHeight(row);
    if (height > free) {
      pages.push([]);
      free = PAGE_HEIGHT - HEADING;
    }
    pages.at(-1)?.push(row);
    free -= height + ROW_GAP;
  }
  return pages;
}

function perRow(items) {
  return Math.max(1, Math.floor(COLUMNS / (items[0]?.pictures.length ?? 1)));
}

function rowHeight(row) {
  const heights = row.flatMap(({ pictures }) => pictures.map((each) => shownSize(each).height));
  return Math.max(...heights) + CAPTION;
}

/** As wide as the column, but no higher than a page. */
function shownSize({ height }) {
  const full = (height * PICTURE_WIDTH) / FRAME.width;
  const shown = Math.min(full, MAX_PICTURE);
  return { width: (PICTURE_WIDTH * shown) / full, height: shown };
}

function contents(sheet, sections) {
  const { colour, logo, version, date, hash, icons } = sheet;
  const rows = sections.map(
    ({ tag, name, variants, items, first, last }) =>
      `<tr><th scope="row"><a href="#${tag}">${escape(name)} (${tag})</a></th><td>${variants.join(', ')}</td><td>${items.length}</td><td><a href="#${tag}">${first === last ? first : `${first}–${last}`}</a></td></tr>`,
  );
  return `<section>
${logo === undefined ? '' : `<img class="logo" alt="" src="${logo}">`}
<h1>${escape(titleOf(sheet))}</h1>
<table>
<tr><th scope="row">Made with</th><td>Tessera ${escape(version)}</td></tr>
<tr><th scope="row">Date</th><td>${date}</td></tr>
<tr><th scope="row">Brand’s colour</th><td><span class="swatch" style="background:${escape(colour)}"></span>${escape(colour)}</td></tr>
<tr><th scope="row">Configuration</th><td class="code">SHA-256 ${hash}</td></tr>
<tr><th scope="row"></th><td>over the configuration with its defaults, ${logo === undefined ? '' : 'the logo '}and ${icons} icons, as canonical JSON</td></tr>
</table>
<h2>Contents</h2>
<table>
<thead><tr><th scope="col">Language</th><th scope="col">Pictures</th><th scope="col">Screens</th><th scope="col">Pages</th></tr></thead>
<tbody>${rows.join('')}</tbody>
</table>
<p>Frames are ${FRAME.width} px wide; a screen that is higher than ${FRAME.height} px is shown in full.</p>
</section>`;
}

function index(names, { tag, first, pages }) {
  const pageOf = (name) =>
    first + pages.findIndex((rows) => rows.some((row) => row.some(({ scene }) => scene === name)));
  const lines = names.map(
    (name) =>
      `<li><a href="#${tag}-${name}"><span>${name}</span> <span>${pageOf(name)}</span></a></li>`,
  );
  return `<section><h2>Screens by name</h2><ul class="index">${lines.join('')}</ul></section>`;
}

function languagePages({ tag, name, variants, pages }) {
  return pages
    .map((rows, i) => {
      const words = `${escape(name)} <small>${variants.join(', ')}</small>`;
      const heading =
        i === 0 ? `<h2 id="${tag}">${words}</h2>` : `<p style="height:${HEADING}mm;margin:0"></p>`;
      return `<section>${heading}${rows.map((row) => rowOf(row, tag, name)).join('')}</section>`;
    })
    .join('\n');
}

function rowOf(row, tag, language) {
  const figures = row.flatMap(({ scene, pictures }) =>
    pictures.map((picture, i) => {
      const { width, height } = shownSize(picture);
      const id = i === 0 ? ` id="${tag}-${scene}"` : '';
      return `<figure${id}><img src="${picture.src}" alt="${scene}, ${picture.variant}, ${escape(language)}" style="width:${round(width)}mm;height:${round(height)}mm"><figcaption>${scene}, ${picture.variant}</figcaption></figure>`;
    }),
  );
  return `<div class="row">${figures.join('')}</div>`;
}

function chunks(list, size) {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}

function round(mm) {
  return Math.round(mm * 100) / 100;
}

function escape(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);
}
