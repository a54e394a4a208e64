/** Of an SVG, what draws is let through, whoever wrote it, and nothing beside it. */
import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { beyondPicture } from '../../scripts/plain-svg.mjs';
import { ICON, logoIcon } from '../../src/studio/icon-drawing.ts';

const ROOT = '<svg xmlns="http://www.w3.org/2000/svg"';
const within = (inside: string, attributes = '') => `${ROOT} ${attributes}>${inside}</svg>`;
const shipped = (name: string) =>
  readFileSync(new URL(`../../public/icons/${name}`, import.meta.url), 'utf8');

it.each([
  ['the emblem', shipped('icon.svg')],
  ['the favicon', shipped('favicon.svg')],
  ['an icon of a logo', logoIcon(ICON, '#123456', 'data:image/svg+xml;base64,PHN2Zy8+')],
  [
    'what Inkscape writes',
    `<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- Created with Inkscape -->\n${within(
      '<sodipodi:namedview id="base" pagecolor="#ffffff" inkscape:zoom="1.4"/><metadata><rdf:RDF><cc:Work rdf:about=""><dc:format>image/svg+xml</dc:format></cc:Work></rdf:RDF></metadata><g inkscape:label="Layer 1"><path style="fill:#000;stroke-width:.26px" d="m0 0z"/></g>',
      'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cc="http://creativecommons.org/ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"',
    )}`,
  ],
  [
    'what Illustrator writes',
    `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">${within(
      '<style type="text/css"><![CDATA[.st0{fill:url(#a);} @media (prefers-color-scheme: dark) { .st0 { opacity: .5 } }]]></style><path class="st0" data-name="A@B" d="M0,0z"/>',
      'xml:space="preserve" style="enable-background:new 0 0 8 8;"',
    )}`,
  ],
  [
    'addresses of its own parts',
    within(
      '<path fill="url(#a)"/><path style="fill:url(&apos;#a&apos;)"/><use xlink:href="#b"/><image href="data:image/png;base64,AAAA"/>',
      'xmlns:xlink="http://www.w3.org/1999/xlink"',
    ),
  ],
])('lets %s through', (_, svg) => {
  expect(beyondPicture(svg)).toBeUndefined();
});

const XHTML = 'http://www.w3.org/1999/xhtml';
it.each([
  ['a script', '<script>alert(1)</script>', 'the element script'],
  ['a script of another prefix', '<x:script xmlns:x="http://www.w3.org/2000/svg"/>', 'x:script'],
  ['a prefix that means SVG', '<dc:script xmlns:dc="http://www.w3.org/2000/svg"/>', 'xmlns:dc'],
  ['a namespace of its own', `<g xmlns="${XHTML}"/>`, 'the attribute xmlns'],
  ['another document', '<foreignObject/>', 'foreignObject'],
  ['a link', '<a href="#a"/>', 'the element a'],
  ['a change in time', '<set attributeName="href" to="javascript:alert(1)"/>', 'set'],
  ['a handler of events', '<path onload="alert(1)"/>', 'onload'],
  ['one after a line break', '<path\nonload = "alert(1)"/>', 'onload'],
  ['an address that is code', '<use href="javascript:alert(1)"/>', 'href'],
  ['a picture from elsewhere', '<image href="https://a.example/b"/>', 'href'],
  ['one that is written in references', '<image href="&#104;ttps://a.example/b"/>', 'href'],
  ['a style from elsewhere', '<path fill="url(https://a.example)"/>', 'fill'],
  ['one that is written in references', '<path fill="&#x75;rl(//a.example)"/>', 'fill'],
  ['one that is written in escapes', '<path style="fill:\\75rl(//a.example)"/>', 'style'],
  ['one without url', '<path style="cursor:image-set(\'//a.example\' 1x)"/>', 'style'],
  ['a style sheet from elsewhere', '<style>@import "//a.example";</style>', 'a style'],
  ['one in a section of data', '<style><![CDATA[@import "//a.example";]]></style>', 'a style'],
  ['an entity', '<title>&nbsp;</title>', 'an entity'],
  ['an instruction', '<?xml-stylesheet href="a.css"?>', 'markup'],
  ['a declaration', '<!DOCTYPE svg [<!ENTITY a "b">]>', 'markup'],
  ['an attribute without quotes', '<path d=M0/>', 'markup'],
  ['an end at the wrong place', '<g><path></g></path>', 'the end of g'],
])('refuses %s', (_, inside, found) => {
  expect(beyondPicture(within(inside))).toContain(found);
});

it.each([
  '',
  'svg',
  '<html/>',
  ROOT,
  `${ROOT}>`,
  `${within('')}${within('')}`,
  `${within('')}text`,
])('refuses %j, which is no SVG alone', (text) => {
  expect(beyondPicture(text)).toBeDefined();
});
