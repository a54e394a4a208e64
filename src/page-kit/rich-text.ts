/** A sentence of the page whose values stand out, as names of buttons do. */
import type { TemplateResult } from 'lit';
import { html } from 'lit';

import type { MessageFunction, MessageValues } from '../i18n/message-parts.ts';
import { messageParts } from '../i18n/message-parts.ts';

/** Renders a message with each of its text values in bold. */
export function rich<V extends MessageValues>(
  message: MessageFunction<V>,
  values: V,
): TemplateResult {
  const parts = messageParts(message, values).map(({ text, isValue }) =>
    isValue ? html`<b>${text}</b>` : text,
  );
  return html`${parts}`;
}
