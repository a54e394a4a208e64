/** Reads sealed rows: by their id, by a condition, and page by page. */
import type { Page } from '../device-ref.ts';
import type { OnUnreadable } from '../rows/event-row.ts';
import type { ServiceQuery } from '../store.ts';
import { idOfBrand, isOfBrand, isOfBrandById } from './brand.ts';
import type { Parameter, SqlDatabase, SqlRows } from './database.ts';
import { inOneTurn } from './in-one-turn.ts';
import type { KeyRing } from './key-ring.ts';
import { StoreError } from './store-error.ts';
import type { SealedTable } from './tables.ts';

/** Rows that one statement reads by id at most. */
const IDS_AT_ONCE = 64;

const UNSTORABLE = /[\0\p{Cs}]/u;

/** The tables whose rows are listed page by page. */
type ListedTable = Exclude<SealedTable, 'accounts' | 'owners' | 'secrets'>;

/** Equal values of columns in clear; what is undefined matches every row. */
type Where = Readonly<Record<string, string | undefined>>;

/** What a database has of a store, opened. */
export interface SealedRows {
  /** Rows as they are stored, opened; with `onUnreadable` without those that do not open. */
  readonly open: <Row>(
    table: SealedTable,
    stored: SqlRows,
    onUnreadable?: OnUnreadable,
  ) => Promise<readonly Row[]>;
  /** The rows of a condition with its parameters. */
  readonly rows: <Row>(
    table: SealedTable,
    where: string,
    parameters: readonly Parameter[],
  ) => Promise<readonly Row[]>;
  /** The row of an id. */
  readonly one: <Row>(table: SealedTable, id: string) => Promise<Row | undefined>;
  /** A page of rows, in the order in which they were first written. */
  readonly page: <Row>(table: ListedTable, where: Where, part: ServiceQuery) => Promise<Page<Row>>;
}

/** @returns readers of the tables */
export function sealedRows(database: SqlDatabase, ring: KeyRing): SealedRows {
  async function open<Row>(
    table: SealedTable,
    { rows }: SqlRows,
    onUnreadable?: OnUnreadable,
  ): Promise<readonly Row[]> {
    const opened = rows.map((stored) => {
      const row = openRow(ring, table, stored);
      return onUnreadable ? leaveOut(row, String(stored['id']), onUnreadable) : row;
    });
    return (await Promise.all(opened)).filter((row) => row !== undefined) as Row[];
  }

  async function rows<Row>(
    table: SealedTable,
    where: string,
    parameters: readonly Parameter[],
  ): Promise<readonly Row[]> {
    if (parameters.some((each) => typeof each === 'string' && !isStorable(each))) return [];
    const sql = `select id, version, key_id, sealed from tessera_${table}
      where ${isOfBrand(ring.brand)} and ${where}`;
    const found = await database.queryPrepared(sql, parameters);
    return open(table, found);
  }

  const readers = new Map<SealedTable, ReturnType<typeof readById>>();

  function readerOf(table: SealedTable): ReturnType<typeof readById> {
    const found = readers.get(table) ?? readById(database, ring.brand, table);
    readers.set(table, found);
    return found;
  }

  return {
    open,
    rows,
    async one<Row>(table: SealedTable, id: string) {
      const stored = await readerOf(table)(idOfBrand(ring.brand, table, id));
      return stored && (openRow(ring, table, stored) as Promise<Row>);
    },
    async page<Row>(
      table: ListedTable,
      where: Where,
      { after = '0', limit, onUnreadable }: ServiceQuery,
    ): Promise<Page<Row>> {
      const given = Object.entries(where).filter(
        (pair): pair is [string, string] => pair[1] !== undefined,
      );
      if (!given.every(([, value]) => isStorable(value))) return { items: [] };
      const conditions = given.map(([column], i) => ` and ${column} = $${String(i + 3)}`);
      const found = await database.queryPrepared(
        `select place, id, version, key_id, sealed from tessera_${table}
        where ${isOfBrand(ring.brand)} and place > $1${conditions.join('')} order by place limit $2`,
        [after, limit + 1, ...given.map(([, value]) => value)],
      );
      // One more than the page has tells that there is a further one.
      const part = found.rows.slice(0, limit);
      const items = await open<Row>(table, { ...found, rows: part }, onUnreadable);
      const isLast = found.rows.length <= limit;
      return { items, ...(!isLast && { next: String(part.at(-1)!['place']) }) };
    },
  };
}

type ReadRow = SqlRows['rows'][number];

/** Reads rows by id: all that are asked for in one turn by one statement. */
function readById(
  database: SqlDatabase,
  brand: string,
  table: SealedTable,
): (id: string) => Promise<ReadRow | undefined> {
  const from = `select id, version, key_id, sealed from tessera_${table}
    where ${isOfBrandById('$2')} and id`;

  async function readRows(ids: readonly string[]): Promise<ReadonlyMap<string, ReadRow>> {
    const { rows } =
      ids.length === 1
        ? await database.queryPrepared(`${from} = $1`, [ids[0]!, brand])
        : await database.queryPrepared(`${from} = any($1)`, [ids, brand]);
    return new Map(rows.map((row) => [String(row['id']), row]));
  }

  const read = inOneTurn<string, ReadRow | undefined>((waiting) => {
    const ids = [...new Set(waiting.map(({ item }) => item))];
    const found = new Map<string, Promise<ReadonlyMap<string, ReadRow>>>();
    for (let next = 0; next < ids.length; next += IDS_AT_ONCE) {
      const part = ids.slice(next, next + IDS_AT_ONCE);
      const rows = readRows(part);
      for (const id of part) found.set(id, rows);
    }
    for (const { item, answer } of waiting) answer(found.get(item)!.then((rows) => rows.get(item)));
  });

  return (id) => (isStorable(id) ? read(id) : Promise.resolve(undefined));
}

/**
 * Whether PostgreSQL can have this text: none with U+0000 or half a surrogate pair, and so no row
 * that is named by one.
 */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

function openRow(ring: KeyRing, table: SealedTable, stored: ReadRow): Promise<unknown> {
  const address = { table, id: String(stored['id']), version: Number(stored['version']) };
  const row = { keyId: String(stored['key_id']), sealed: stored['sealed'] as Uint8Array };
  return ring.open(address, row);
}

/** Undefined in the place of a row that does not open, which is told. */
export async function leaveOut<Row>(
  row: Promise<Row>,
  id: string,
  onUnreadable: OnUnreadable,
): Promise<Row | undefined> {
  try {
    return await row;
  } catch (thrown) {
    if (!(thrown instanceof StoreError)) throw thrown;
    onUnreadable(thrown, id);
    return undefined;
  }
}

/**
 * The columns in clear are for finding; a row that was put under another owner or instance there is
 * not handed out.
 * @throws StoreError STORE_DAMAGED
 */
export function inPlace<Row>(
  found: readonly Row[],
  belongs: (row: Row) => boolean,
): readonly Row[] {
  if (!found.every(belongs))
    throw new StoreError('STORE_DAMAGED', 'A row lies under a name that is not its own.');
  return found;
}
