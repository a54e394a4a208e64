/** The activation's card before and between activations: what to do, or what went wrong. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';

import type { Loss } from '../issuer/http/page-api.ts';
import type { Words } from './words.ts';

/** Of the last call, where it was refused. */
type Problem = TemplateResult | typeof nothing;
type Act = () => Promise<void> | undefined;

/** `begin`: where the session may do it. */
export function startCard(t: Words, problem: Problem, begin: Act | undefined): TemplateResult {
  return html`
    <h2 tabindex="-1">${t.start.title}</h2>
    ${begin ? html`<p>${t.start.text}</p>` : nothing}
    ${beginning(t, problem, { label: t.start.begin, begin })}
  `;
}

/** `begin`: where the session may do it. */
export function lostCard(
  t: Words,
  why: Loss,
  problem: Problem,
  begin: Act | undefined,
): TemplateResult {
  const { title, text } = t.losses[why];
  return html`
    <div role="alert" data-error=${why}>
      <h2 tabindex="-1">${title}</h2>
      <p>${text}</p>
    </div>
    ${beginning(t, problem, { label: t.startOver, begin })}
  `;
}

/** A button, or what its missing power needs. */
function beginning(
  t: Words,
  problem: Problem,
  { label, begin }: { readonly label: string; readonly begin: Act | undefined },
): TemplateResult {
  if (!begin) return html`<p class="quiet">${t.problems.notAllowed}</p>`;
  return html`
    ${problem}
    <button part="button" type="button" class="primary" @click=${begin}>${label}</button>
  `;
}

/** `signIn`: where the site can do it without leaving the page. */
export function signedOutCard(t: Words, problem: Problem, signIn: Act | undefined): TemplateResult {
  return html`
    <h2 tabindex="-1">${t.signedOut.title}</h2>
    <p>${t.signedOut.text}</p>
    ${problem}
    ${
      signIn
        ? html`<button part="button" type="button" class="primary" @click=${signIn}>
            ${t.signedOut.signIn}
          </button>`
        : nothing
    }
  `;
}

export function unreachableCard(t: Words, tryAgain: Act): TemplateResult {
  return html`
    <div role="alert" data-error="UNREACHABLE">
      <h2 tabindex="-1">${t.unreachable.title}</h2>
      <p>${t.unreachable.text}</p>
    </div>
    <button part="button" type="button" class="primary" @click=${tryAgain}>${t.tryAgain}</button>
  `;
}
