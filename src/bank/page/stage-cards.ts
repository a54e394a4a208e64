/** The first card of the page before and between activations: what to do, or what went wrong. */
import type { nothing, TemplateResult } from 'lit';
import { html } from 'lit';

import type { Loss } from '../../issuer/http/page-api.ts';
import { lossWords } from './outcome-text.ts';
import { t } from './strings.ts';

/** Of the last call, where it was refused. */
type Problem = TemplateResult | typeof nothing;
type Act = () => Promise<void>;

export function startCard(problem: Problem, begin: Act): TemplateResult {
  return html`
    <h2 tabindex="-1">${t.start.title}</h2>
    <p>${t.start.text}</p>
    ${problem}
    <button type="button" class="primary" @click=${begin}>${t.start.begin}</button>
  `;
}

export function lostCard(why: Loss, problem: Problem, begin: Act): TemplateResult {
  const { title, text } = lossWords[why];
  return html`
    <div role="alert" data-error=${why}>
      <h2 tabindex="-1">${title}</h2>
      <p>${text}</p>
    </div>
    ${problem}
    <button type="button" class="primary" @click=${begin}>${t.startOver}</button>
  `;
}

export function signedOutCard(problem: Problem, signIn: Act): TemplateResult {
  return html`
    <h2 tabindex="-1">${t.signedOut.title}</h2>
    <p>${t.signedOut.text}</p>
    ${problem}
    <button type="button" class="primary" @click=${signIn}>${t.signedOut.signIn}</button>
  `;
}

export function unreachableCard(tryAgain: Act): TemplateResult {
  return html`
    <div role="alert" data-error="UNREACHABLE">
      <h2 tabindex="-1">${t.unreachable.title}</h2>
      <p>${t.unreachable.text}</p>
    </div>
    <button type="button" class="primary" @click=${tryAgain}>${t.tryAgain}</button>
  `;
}
