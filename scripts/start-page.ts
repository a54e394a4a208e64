/** Fills the pages before their scripts run: the words, the mark and the brand's colours. */
import type { AppConfig } from '../src/config.ts';
import { LEFT_TILES, MARK_SIZE, RIGHT_TILES } from '../src/ui/mosaic/mark-tiles.ts';
import { brandProperties } from '../src/ui/styles/brand.ts';
import { formatMessage, readCatalogue, REFERENCE_TAG } from './catalogues.mjs';
import { oldestBrowsersInWords } from './floor.ts';

/** A catalogue as written: messages, and groups of them. */
interface Words {
  readonly [name: string]: string | Words;
}

/** Puts the configured name, colour and picture, and the words, into index.html. */
export function fillStartPage(html: string, { name, brandColor, logo }: AppConfig): string {
  const values = { NAME: escaped(name), COLOR: brandColor, MARK: mark(logo) };
  const filled = html.replace(/%([A-Z]+)%/g, (placeholder, key: string) =>
    Object.hasOwn(values, key) ? values[key as keyof typeof values] : placeholder,
  );
  // public/start.js knows the names and the message, and puts them where it finds `{}`.
  return fillWords(filled, { app: name, names: '{}', message: '{}' });
}

/**
 * Puts words into a page: `%bank.document.title%` is the message of that path in bank.json.
 * @throws Error for a path without a message
 */
export function fillWords(html: string, values: Readonly<Record<string, string>> = {}): string {
  const all = { browsers: oldestBrowsersInWords(), ...values };
  return html.replace(/%([a-z]+)\.([\w.]+)%/g, (_, consumer: string, path: string) => {
    let message: Words | string | undefined = readCatalogue(REFERENCE_TAG, consumer) as Words;
    for (const key of path.split('.'))
      message = typeof message === 'object' ? message[key] : undefined;
    if (typeof message !== 'string') throw new Error(`${consumer}.json has no message ${path}`);
    return escaped(formatMessage(REFERENCE_TAG, message, all));
  });
}

/** The brand's colours as custom properties of the whole page, for light and dark. */
export function brandStyles({ brandColor }: AppConfig): string {
  const properties = [...brandProperties(brandColor)].map(([name, value]) => `${name}:${value}`);
  return `:root{${properties.join(';')}}`;
}

function mark(logo?: string): string {
  if (logo !== undefined) return `<img class="mark" src="/${escaped(logo)}" alt="" />`;
  return `<svg class="mark" viewBox="0 0 ${MARK_SIZE} ${MARK_SIZE}" aria-hidden="true" focusable="false"><path class="left" d="${LEFT_TILES}" /><path class="right" d="${RIGHT_TILES}" /></svg>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
