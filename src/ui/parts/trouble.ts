/** A whole screen about what went wrong: what, why, the next step. */
import { html, type TemplateResult } from 'lit';
import type { ErrorCode } from '../../core/errors.ts';
import { errorWords } from '../error-words.ts';
import { t } from '../strings.ts';
import { icon } from './icons.ts';

export function trouble(error: ErrorCode, actions: TemplateResult): TemplateResult {
  const words = errorWords(t.errors, error);
  return html`<div class="body">
    <div class="intro" role="alert" data-error=${error}>
      <div class="sign">${icon('alert')}</div>
      <h1 tabindex="-1">${words.what}</h1>
      <p>${words.why}</p>
      <p>${words.next}</p>
    </div>
    <div class="actions">${actions}</div>
  </div>`;
}
