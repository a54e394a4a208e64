/**
 * Tells whether an SVG is a picture alone: of elements and attributes that draw, and of no address
 * but its own parts and pictures inside it. A browser obeys the rest where the file is opened.
 */

const words = (text) => new Set(text.split(/\s+/));

const ELEMENTS = words(
  `svg g defs symbol use view switch title desc metadata style path rect circle ellipse line polyline
  polygon text tspan textPath image linearGradient radialGradient stop pattern clipPath mask marker
  filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
  feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
  feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting
  feSpotLight feTile feTurbulence`,
);
const ATTRIBUTES = words(
  `id class style version baseProfile lang role tabindex viewBox preserveAspectRatio width height x
  y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy d points pathLength transform transform-origin rotate
  textLength lengthAdjust startOffset method spacing side offset gradientUnits gradientTransform
  spreadMethod patternUnits patternContentUnits patternTransform clipPathUnits maskUnits
  maskContentUnits markerUnits markerWidth markerHeight refX refY orient filterUnits primitiveUnits
  in in2 result mode type values tableValues slope intercept amplitude exponent operator k1 k2 k3 k4
  order kernelMatrix divisor bias targetX targetY edgeMode preserveAlpha surfaceScale
  diffuseConstant specularConstant specularExponent kernelUnitLength scale xChannelSelector
  yChannelSelector azimuth elevation z pointsAtX pointsAtY pointsAtZ limitingConeAngle stdDeviation
  radius baseFrequency numOctaves seed stitchTiles media requiredFeatures systemLanguage fill
  fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin
  stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color color-interpolation
  color-interpolation-filters color-rendering stop-color stop-opacity flood-color flood-opacity
  lighting-color display visibility overflow clip clip-path clip-rule mask filter marker
  marker-start marker-mid marker-end vector-effect paint-order shape-rendering text-rendering
  image-rendering font font-family font-size font-size-adjust font-stretch font-style font-variant
  font-weight letter-spacing word-spacing text-anchor text-decoration dominant-baseline
  alignment-baseline baseline-shift direction unicode-bidi writing-mode mix-blend-mode isolation
  pointer-events enable-background xml:space xml:lang`,
);
/** In values and styles; an address is judged by itself. */
const FUNCTIONS = words(
  `url rgb rgba hsl hsla matrix translate translateX translateY scale scaleX scaleY rotate skewX
  skewY calc rect media not nth-child`,
);
const SVG = 'http://www.w3.org/2000/svg';
/** What editors write; elements and attributes of theirs draw nothing. */
const EDITORS = {
  inkscape: 'http://www.inkscape.org/namespaces/inkscape',
  sodipodi: 'http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd',
  sketch: 'http://www.bohemiancoding.com/sketch/ns',
  serif: 'http://www.serif.com/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  cc: 'http://creativecommons.org/ns#',
  dc: 'http://purl.org/dc/elements/1.1/',
};
const NAMESPACES = { ...EDITORS, svg: SVG, xlink: 'http://www.w3.org/1999/xlink' };
const ENTITIES = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }));

const NAME = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?';
const ATTRIBUTE = `\\s+(${NAME})\\s*=\\s*("[^"<]*"|'[^'<]*')`;
/** Of XML what a file of an editor has; a list of declarations in the DOCTYPE is not among it. */
const TOKEN = new RegExp(
  [
    '<!--[^]*?-->',
    '<\\?xml\\s[^?]*\\?>',
    '<!DOCTYPE\\s[^[\\]<>]*>',
    '<!\\[CDATA\\[(?<data>[^]*?)\\]\\]>',
    `</(?<end>${NAME})\\s*>`,
    `<(?<start>${NAME})(?<attributes>(?:${ATTRIBUTE.replaceAll(/\((?!\?)/g, '(?:')})*)\\s*(?<empty>/?)>`,
    '(?<text>[^<]+)',
  ].join('|'),
  'y',
);

/**
 * Returns what there is in an SVG beside a picture, as `the element script`; undefined where there
 * is nothing.
 * @param {string} svg
 */
export function beyondPicture(svg) {
  const open = [];
  let isBegun = false;
  for (const { start, attributes, empty, end, text, data } of tokensOf(
    svg.replace(/^\ufeff/, ''),
  )) {
    if (start !== undefined) {
      if (open.length === 0 && (isBegun || start !== 'svg')) return 'no svg element around all';
      isBegun = true;
      const found = beyondElement(start, attributes);
      if (found) return found;
      if (!empty) open.push(start);
    } else if (end !== undefined) {
      if (open.pop() !== end) return `the end of ${end} at the wrong place`;
    } else if (text !== undefined || data !== undefined) {
      const found = beyondText(data ?? decoded(text), open.at(-1));
      if (found) return found;
    }
  }
  if (!isBegun || open.length > 0) return 'no end';
  return undefined;
}

/** Ends early, in a token with an end that was not begun, where the text is no XML as above. */
function* tokensOf(svg) {
  const token = new RegExp(TOKEN);
  while (token.lastIndex < svg.length) {
    const found = token.exec(svg);
    if (!found) return yield { end: 'markup' };
    yield found.groups;
  }
}

function beyondElement(name, text) {
  const [prefix, local] = name.split(':');
  if (local === undefined ? !ELEMENTS.has(name) : !Object.hasOwn(EDITORS, prefix))
    return `the element ${name}`;
  for (const [, attribute, quoted] of text.matchAll(new RegExp(ATTRIBUTE, 'g'))) {
    const value = decoded(quoted.slice(1, -1));
    const isInert = local !== undefined && !attribute.startsWith('xmlns');
    if (value === undefined || !(isInert || isDrawing(attribute, value)))
      return `the attribute ${attribute}`;
  }
  return undefined;
}

function isDrawing(attribute, value) {
  const [prefix, local] = attribute.split(':');
  if (attribute === 'xmlns') return value === SVG;
  if (prefix === 'xmlns') return NAMESPACES[local] === value;
  if (local !== undefined && Object.hasOwn(EDITORS, prefix)) return true;
  if (attribute === 'href' || attribute === 'xlink:href') return /^\s*(#|data:image\/)/.test(value);
  return /^(data|aria)-/.test(attribute) || (ATTRIBUTES.has(attribute) && isStyle(value));
}

function beyondText(text, inside) {
  if (text === undefined) return 'an entity';
  if (inside === undefined) return text.trim() === '' ? undefined : 'text outside';
  return inside !== 'style' || isStyle(text) ? undefined : 'a style that names other files';
}

/** Whether a value calls for nothing; an escape could hide what it calls. */
function isStyle(text) {
  if (/\\|@(?!media\b)/.test(text)) return false;
  const isOwn = (after) => /^\s*["']?\s*(#|data:image\/)/.test(after);
  return [...text.matchAll(/(?<![\w-])([\w-]+)\(/g)].every(
    ({ 0: call, 1: name, index }) =>
      FUNCTIONS.has(name) && (name !== 'url' || isOwn(text.slice(index + call.length))),
  );
}

/** The text with its references; undefined for an entity that XML does not have by itself. */
function decoded(text) {
  let isKnown = true;
  const all = text.replaceAll(/&(?:#(\d+)|#x([\da-fA-F]+)|(\w+));?/g, (_, decimal, hex, name) => {
    const code = Number(decimal ?? (hex && `0x${hex}`));
    const found = name === undefined ? fromCode(code) : ENTITIES.get(name);
    isKnown &&= found !== undefined;
    return found ?? '';
  });
  return isKnown ? all : undefined;
}

function fromCode(code) {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
