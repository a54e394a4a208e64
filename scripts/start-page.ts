/** Fills the pages before their scripts run: the words, the mark and the brand's colours. */
import type { AppConfig } from '../src/core/app-config.ts';
import { brandProperties } from '../src/core/brand-colours.ts';
import type { LanguageTag } from '../src/i18n/languages.ts';
import { languageFor, languageOf } from '../src/i18n/languages.ts';
import { LEFT_TILES, MARK_SIZE, RIGHT_TILES } from '../src/ui/mosaic/mark-tiles.ts';
import type { Catalogue, ChangeCatalogue } from './brand-words.ts';
import { brandMessages } from './brand-words.ts';
import { formatMessage, readCatalogue, REFERENCE_TAG } from './catalogues.mjs';
import { oldestBrowsersInWords } from './floor.ts';
import { withSoftBreaks } from './soft-breaks.mjs';

/** An element whose whole content is one message. */
const TEXT_ELEMENT = /(<\w+[^<>]*)>%([a-z]+)\.([\w.]+)%</g;
/** public/start.js knows the names and the message, and puts them where it finds `{}`. */
const GIVEN_LATER = { names: '{}', message: '{}' };
/** Sentences that public/start.js shows after all texts of elements. */
const SENTENCES = ['old.missing', 'old.browserSays'] as const;

/** Returns the language that the page itself is written in. */
export function pageLanguage(config: Pick<AppConfig, 'language' | 'languages'>): LanguageTag {
  return languageFor(config, undefined, [REFERENCE_TAG]);
}

/**
 * Puts the configured name, colour and picture, and the words, into index.html. Each text's element
 * gets its number, by which public/start.js changes the language.
 */
export function fillStartPage(html: string, config: AppConfig): string {
  const { name, brandColor, logo } = config;
  const values = { NAME: escaped(name), COLOR: brandColor, MARK: mark(logo) };
  let count = 0;
  // Nothing can be received then, and the space is not taken on Home either.
  const offered = config.otherAccounts
    ? html
    : html.replace('<span>%app.home.receive', '<span hidden>%app.home.receive');
  const filled = offered
    .replace(/%([A-Z]+)%/g, (placeholder, key: string) =>
      Object.hasOwn(values, key) ? values[key as keyof typeof values] : placeholder,
    )
    .replace(TEXT_ELEMENT, (_, tag: string, consumer: string, path: string) => {
      return `${tag} data-text="${count++}">%${consumer}.${path}%<`;
    });
  const tag = pageLanguage(config);
  return fillFrom(filled, startWording(config, tag)).replace(
    '<html ',
    `<html dir="${languageOf(tag).dir}" `,
  );
}

/**
 * Returns the start page's texts in a language: those of its elements in order, then the sentences.
 * @param html index.html as written
 */
export function startTexts(html: string, config: AppConfig, tag: LanguageTag): readonly string[] {
  const wording = startWording(config, tag);
  return [
    ...[...html.matchAll(TEXT_ELEMENT)].map(([, , consumer, path]) =>
      wordsAt(wording, consumer!, path!),
    ),
    ...SENTENCES.map((path) => wordsAt(wording, 'start', path)),
  ];
}

/** Where a page's words come from, and what stands for their placeholders. */
interface Wording {
  readonly tag: LanguageTag;
  readonly values: Readonly<Record<string, string>>;
  readonly change?: ChangeCatalogue;
}

function startWording(config: AppConfig, tag: LanguageTag): Wording {
  const values = { app: config.name, ...GIVEN_LATER };
  return { tag, values, change: brandMessages(config) };
}

/**
 * Puts words into a page: `%bank.document.title%` is the message of that path in bank.json.
 * @throws Error for a path without a message
 */
export function fillWords(
  html: string,
  values: Readonly<Record<string, string>> = {},
  tag: LanguageTag = REFERENCE_TAG,
): string {
  return fillFrom(html, { tag, values });
}

function fillFrom(html: string, wording: Wording): string {
  return html.replace(/%([a-z]+)\.([\w.]+)%/g, (_, consumer: string, path: string) =>
    escaped(wordsAt(wording, consumer, path)),
  );
}

function wordsAt({ tag, values, change }: Wording, consumer: string, path: string): string {
  const catalogue = readCatalogue(tag, consumer) as Catalogue;
  let message: Catalogue | string | undefined = withSoftBreaks(
    tag,
    consumer,
    change?.(tag, consumer, catalogue) ?? catalogue,
  );
  for (const key of path.split('.'))
    message = typeof message === 'object' ? message[key] : undefined;
  if (typeof message !== 'string') throw new Error(`${consumer}.json has no message ${path}`);
  // A few messages alone name them: they are looked up then.
  const browsers = message.includes('{browsers}') ? oldestBrowsersInWords(tag) : '';
  return formatMessage(tag, message, { browsers, ...values });
}

/** The brand's colours as custom properties of the whole page, for light and dark. */
export function brandStyles({ brandColor }: AppConfig): string {
  const properties = [...brandProperties(brandColor)].map(([name, value]) => `${name}:${value}`);
  return `:root{${properties.join(';')}}`;
}

function mark(logo?: string): string {
  // Not looked up by Vite: it may lie in a brand's folder (brand-folder.mjs).
  if (logo !== undefined) return `<img class="mark" vite-ignore src="./${escaped(logo)}" alt="" />`;
  return `<svg class="mark" viewBox="0 0 ${MARK_SIZE} ${MARK_SIZE}" aria-hidden="true" focusable="false"><path class="left" d="${LEFT_TILES}" /><path class="right" d="${RIGHT_TILES}" /></svg>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
