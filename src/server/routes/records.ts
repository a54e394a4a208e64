/** What is recorded: evidence, the audit of events, and all that there is of an owner. */
import { toBase64url } from '../../core/codec/bytes.ts';
import type { Evidence } from '../../issuer/evidence/evidence.ts';
import type { Issuer } from '../../issuer/issuer.ts';
import { refused } from '../refused.ts';
import { route } from '../route.ts';
import * as s from '../schemas.ts';
import { defined } from '../views.ts';

const OWNER = { owner: s.Owner };
/** Issuers whose chain is being checked by this process. */
const checking = new WeakSet<Issuer>();

function evidenceView({ message, ...evidence }: Evidence) {
  return { ...evidence, message: toBase64url(message) };
}

export const RECORD_ROUTES = [
  route({
    method: 'GET',
    path: '/evidence',
    id: 'listEvidence',
    summary: 'Lists what was approved, oldest first',
    scope: 'evidence',
    query: {
      owner: s.Owner,
      reference: s.Owner,
      after: s.QueryAfter,
      limit: s.QueryLimit,
    },
    status: 200,
    answer: s.pageOf(s.Evidence),
    async run({ issuer, query }) {
      return { ok: true as const, page: await issuer.evidence(query) };
    },
    show: ({ page: { items, next } }) => ({
      items: items.map(evidenceView),
      ...defined({ next }),
    }),
  }),
  route({
    method: 'GET',
    path: '/audit/check',
    id: 'checkAudit',
    summary: 'Checks the chain of events, and tells its end',
    scope: 'evidence',
    query: { from: s.QueryFrom, to: s.QueryPlace },
    status: 200,
    answer: s.AuditResult,
    async run({ issuer, query, signal }) {
      // It reads the whole chain: a second check at once would only slow both down.
      if (checking.has(issuer)) return refused('BUSY');
      checking.add(issuer);
      try {
        const result = await issuer.audit.check({ ...query, signal });
        return { ok: true as const, result, head: await issuer.audit.head() };
      } catch (thrown) {
        // Who asked has gone, or the service ends.
        if (signal.aborted) return refused('BUSY');
        throw thrown;
      } finally {
        checking.delete(issuer);
      }
    },
    show: ({ result, head }) => ({
      intact: result.ok,
      ...(result.ok ? { checked: result.checked } : { broken: result.broken }),
      head: { number: head.number, link: head.link },
    }),
  }),
  route({
    method: 'GET',
    path: '/owners/{owner}',
    id: 'exportOwner',
    summary: 'Hands out all that is stored of an owner, as JSON lines without keys',
    scope: 'erase',
    params: OWNER,
    status: 200,
    answer: s.OwnerRecord,
    isLines: true,
    run: ({ issuer, params }) =>
      Promise.resolve({ ok: true as const, lines: issuer.exportOwner({ owner: params.owner }) }),
    show: () => undefined,
  }),
  route({
    method: 'DELETE',
    path: '/owners/{owner}',
    id: 'eraseOwner',
    summary: 'Ends all devices of an owner and deletes what is stored of them',
    scope: 'erase',
    params: OWNER,
    query: { evidence: s.KeepOrErase },
    status: 204,
    async run({ issuer, params, query }) {
      await issuer.eraseOwner({ owner: params.owner }, query);
      return { ok: true as const };
    },
    show: () => ({}),
  }),
];
