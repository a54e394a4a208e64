/** Renders a field by its kind; `brand-form.ts` loads the elements. */
/* oxlint-disable lit/binding-positions, lit/no-invalid-html -- static-html.js binds tags. */
import type { TemplateResult } from 'lit';
import type { StaticValue } from 'lit/static-html.js';
import { html, literal } from 'lit/static-html.js';

import type { ConfigFinding } from '../core/config-rules.ts';
import { findingsBelow } from './findings.ts';
import type { Field, FieldKind, Json } from './schema.ts';

export interface FieldState {
  readonly path: readonly (string | number)[];
  readonly value: Json | undefined;
  /** Of the whole form, or of the part that the field stands in. */
  readonly findings: readonly ConfigFinding[];
  /** Returns an address for a file of the brand, where there is one. */
  readonly pictureOf: (file: string) => string | undefined;
}

const TAGS: Readonly<Record<FieldKind, StaticValue>> = {
  text: literal`text-field`,
  colour: literal`colour-field`,
  picture: literal`picture-field`,
  number: literal`number-field`,
  switch: literal`switch-field`,
  choice: literal`choice-field`,
  choices: literal`choices-field`,
  list: literal`list-field`,
  group: literal`group-field`,
  entries: literal`entries-field`,
  json: literal`json-field`,
};

export function renderField(field: Field, state: FieldState): TemplateResult {
  const tag = TAGS[field.kind];
  const { path, value, findings, pictureOf } = state;
  const name = path.join('.');
  return html`<${tag}
    data-path=${name}
    .field=${field}
    .path=${path}
    .value=${value}
    .findings=${findingsBelow(findings, name)}
    .pictureOf=${pictureOf}
  ></${tag}>`;
}
