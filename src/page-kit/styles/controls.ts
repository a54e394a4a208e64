/** Buttons, fields and the camera beside them. */
import { css } from 'lit';

export const controlStyles = css`
  /* Controls */

  button,
  .button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    min-block-size: 2.75rem;
    max-inline-size: 100%;
    border: 1.5px solid var(--edge);
    border-radius: var(--radius);
    background: var(--surface);
    padding: 0.5rem 1rem;
  }

  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    font-weight: 600;
    color: var(--accent);
    border-color: var(--accent);
    text-decoration: none;
    cursor: pointer;
  }

  .primary {
    background: var(--accent);
    color: var(--on-accent);
  }

  button:hover,
  .button:hover {
    background: var(--ground);
  }

  .primary:hover {
    background: color-mix(in srgb, var(--accent) 85%, var(--ink));
  }

  button[aria-disabled='true'] {
    opacity: 0.7;
    cursor: progress;
  }

  [data-stage] > .primary {
    margin-block-start: 1.25rem;
  }

  [data-stage] > .field-error + .primary {
    margin-block-start: 1rem;
  }

  tessera-code-form,
  tessera-device-list,
  tessera-message-image,
  tessera-otp-field,
  tessera-request-steps,
  tessera-time-left {
    display: block;
  }

  .code {
    display: grid;
    justify-items: start;
    gap: 0.375rem;
    max-inline-size: 24rem;
  }

  tessera-otp-field > label,
  tessera-otp-field tessera-code-form {
    margin-block-start: 1rem;
  }

  label {
    display: block;
    font-weight: 600;
  }

  .code input {
    inline-size: 100%;
    font-family: var(--mono);
    font-size: 1.125rem;
    letter-spacing: 0.04em;
  }

  .code .symbols {
    text-transform: uppercase;
  }

  .code .digits {
    max-inline-size: 12rem;
  }

  .code [aria-invalid='true'] {
    border-color: var(--bad);
    border-width: 2px;
  }

  .code button {
    margin-block-start: 0.625rem;
  }

  tessera-code-form + .hint {
    max-inline-size: 24rem;
  }

  /* The computer's camera, beside typing */

  tessera-return-camera {
    margin-block-start: 0.75rem;
    max-inline-size: 24rem;
  }

  tessera-return-camera::part(button) {
    padding: 0.5rem 1rem;
    border: 1.5px solid var(--accent);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--accent);
    font-weight: 600;
    cursor: pointer;
  }

  tessera-return-camera::part(button):hover {
    background: var(--ground);
  }

  tessera-return-camera::part(button):focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }

  tessera-return-camera::part(view) {
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }

  tessera-return-camera::part(told) {
    font-size: 0.9375rem;
    color: var(--soft);
  }

  .hint {
    font-size: 0.9375rem;
  }

  .field-error,
  .field-error p {
    color: var(--bad);
    font-weight: 600;
  }

  select {
    display: block;
    margin-block-start: 0.375rem;
    inline-size: 100%;
    max-inline-size: 12rem;
  }

  @container (max-width: 28rem) {
    .primary,
    tessera-return-camera::part(button) {
      inline-size: 100%;
    }

    tessera-return-camera {
      max-inline-size: none;
    }
  }
`;
