/** A message for the screen whose values stand out and keep their own writing direction. */
import type { TemplateResult } from 'lit';
import { html } from 'lit';

import type { MessageFunction, MessageValues } from '../i18n/message-parts.ts';
import { messageParts } from '../i18n/message-parts.ts';
import { wholeCodes } from './whole-codes.ts';

/** Renders a message with each of its text values in an element of its own (`bdi`). */
export function rich<V extends MessageValues>(
  message: MessageFunction<V>,
  values: V,
): TemplateResult {
  const parts = messageParts(message, values).map(({ text, isValue }) =>
    isValue ? html`<bdi>${wholeCodes(text)}</bdi>` : text,
  );
  return html`${parts}`;
}
