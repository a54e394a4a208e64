/** Brands: issuers that share a store's tables, pool and keys, and see nothing of each other. */
import { check } from '../check.ts';

/** The brand of a store itself, and of every row from before there were others. */
export const MAIN_BRAND = 'main';

/** In SQL it is written as it is: so nothing else may be in it. */
const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** Tables whose ids are the site's or a brand's own names, which two brands may both have. */
const NAMED_TABLES: readonly string[] = ['accounts', 'owners', 'secrets'];

/** @throws ArgumentError */
export function checkBrand(name: unknown): void {
  const holds = typeof name === 'string' && NAME.test(name);
  check('brand', name, holds, '1 to 40 of a–z, 0–9 and -, the first one no -');
}

/** The id of a row in its table. No name of the main brand's begins with a blank. */
export function idOfBrand(brand: string, table: string, id: string): string {
  return brand === MAIN_BRAND || !NAMED_TABLES.includes(table) ? id : ` ${brand}/${id}`;
}

/**
 * The condition of SQL that a row that is found by its id is a brand's. No index of brands serves
 * it: to a planner that knows little of a table, theirs could seem the shorter way.
 * @param value the brand in SQL: {@link brandText}, or a parameter
 */
export function isOfBrandById(value: string, table?: string): string {
  return `${issuerOf(table)} || '' = ${value}`;
}

/** A brand as a text of SQL. */
export function brandText(brand: string): string {
  return `'${brand}'`;
}

/** The condition of SQL that a row is a brand's. */
export function isOfBrand(brand: string, table?: string): string {
  return `${issuerOf(table)} = ${brandText(brand)}`;
}

function issuerOf(table?: string): string {
  return table === undefined ? 'issuer' : `${table}.issuer`;
}
