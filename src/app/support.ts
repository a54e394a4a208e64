/** Gives the screens what details for support are made with; the facts are loaded when wanted. */
import type { Support } from '../core/support.ts';
import { copyForGood } from '../platform/clipboard.ts';
import { loadWithin } from '../platform/load-within.ts';
import type { ViewEnvironment } from './app-view.ts';

export function createSupport({ about, browser, installed }: ViewEnvironment): Support {
  const known = { product: `${about.name} ${about.version}`, browser, installed };
  return {
    async facts() {
      const { collectFacts } = await loadWithin(import('../platform/support-facts.ts'));
      return collectFacts(known);
    },
    copy: copyForGood,
  };
}
