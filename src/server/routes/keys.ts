/** API keys of the key's own brand. */
import type { KeyRow } from '../../issuer/rows/service-rows.ts';
import { brandOf } from '../brands.ts';
import { keyEvent } from '../key-events.ts';
import { newKey, revokedKey } from '../keys.ts';
import { refused } from '../refused.ts';
import { route } from '../route.ts';
import * as s from '../schemas.ts';
import { untilWritten } from '../until-written.ts';
import { defined } from '../views.ts';

function keyView({ id, name, scopes, createdAt, ...row }: KeyRow) {
  const { expiresAt, revokedAt, usedAt } = row;
  return { id, name, scopes, createdAt, ...defined({ expiresAt, revokedAt, usedAt }) };
}

const DEFAULT_LIMIT = 50;

export const KEY_ROUTES = [
  route({
    method: 'GET',
    path: '/keys',
    id: 'listKeys',
    summary: 'Lists the API keys of this brand, without their secrets',
    scope: 'admin',
    query: { after: s.QueryAfter, limit: s.QueryLimit },
    status: 200,
    answer: s.pageOf(s.Key),
    async run({ services, brand, query: { after, limit = DEFAULT_LIMIT } }) {
      const { store } = brandOf(services, brand);
      const of = { limit, ...(after !== undefined && { after }) };
      return { ok: true as const, page: await store.serviceRows('keys', of) };
    },
    show: ({ page: { items, next } }) => ({ items: items.map(keyView), ...defined({ next }) }),
  }),
  route({
    method: 'POST',
    path: '/keys',
    id: 'createKey',
    summary: 'Makes an API key, which this answer alone shows',
    scope: 'admin',
    body: s.NewKey,
    status: 201,
    answer: s.ShownKey,
    async run({ services, body, commit }) {
      const { key, row } = newKey(body, services.now());
      const outcome = { ok: true as const, key, row };
      const event = keyEvent('key.created', row.id, row.createdAt);
      await untilWritten(() => commit([{ table: 'keys', row }, event], outcome));
      return outcome;
    },
    show: ({ key, row }) => ({ ...keyView(row), key }),
  }),
  route({
    method: 'DELETE',
    path: '/keys/{id}',
    id: 'revokeKey',
    summary: 'Revokes an API key: other servers take it for ten seconds more at most',
    scope: 'admin',
    params: { id: s.KeyId },
    status: 200,
    answer: s.Key,
    reasons: ['UNKNOWN_KEY'],
    async run({ services, brand, params, commit, forgetKey }) {
      const { store } = brandOf(services, brand);
      for (;;) {
        const row = await store.serviceRow('keys', params.id);
        if (row === undefined) return refused('UNKNOWN_KEY');
        if (row.revokedAt !== undefined) return { ok: true as const, row };
        const outcome = { ok: true as const, row: revokedKey(row, services.now()) };
        const event = keyEvent('key.revoked', row.id, services.now());
        const isWritten = await commit([{ table: 'keys', row: outcome.row }, event], outcome);
        forgetKey(row.id);
        if (isWritten) return outcome;
      }
    },
    show: ({ row }: { ok: true; row: KeyRow }) => keyView(row),
  }),
];
