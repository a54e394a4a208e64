/** One of a few, as radio buttons in a row (segmentStyles). */
import type { TemplateResult } from 'lit';
import { html } from 'lit';

export interface Segments<T extends string | number> {
  readonly name: string;
  readonly legend: string;
  /** Where the options alone do not tell what they are of. */
  readonly isLegendShown?: boolean;
  readonly options: readonly (readonly [value: T, label: string])[];
  readonly chosen: T;
  readonly choose: (value: T) => void;
}

export function segments<T extends string | number>(of: Segments<T>): TemplateResult {
  const labelled = `${of.name}-legend`;
  return html`<div class="segments" role="radiogroup" aria-labelledby=${labelled}>
    <span id=${labelled} class=${of.isLegendShown ? 'legend' : 'for-voice'}>${of.legend}</span>
    <div class="row">
      ${of.options.map(
        ([value, label]) =>
          html`<label>
            <input
              type="radio"
              name=${of.name}
              .checked=${value === of.chosen}
              @change=${() => of.choose(value)}
            />${label}
          </label>`,
      )}
    </div>
  </div>`;
}
