/** The list of devices. */
import { css } from 'lit';

export const deviceStyles = css`
  .devices {
    margin-block-start: 0.75rem;
  }

  .devices li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.25rem 1rem;
    padding-block: 0.875rem;
    border-block-start: 1px solid var(--line);
  }

  .name {
    display: grid;
    flex: 1;
    grid-template-columns: minmax(0, 1fr);
    row-gap: 0.25rem;
    min-inline-size: 0;
  }

  .named {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
  }

  .named bdi {
    min-inline-size: 0;
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .naming {
    display: grid;
    gap: 0.5rem;
    margin-block-end: 0.5rem;
  }

  .naming label {
    font-weight: 600;
  }

  .naming input {
    inline-size: 100%;
    max-inline-size: 24rem;
  }

  .naming [aria-invalid='true'] {
    border-color: var(--bad);
  }

  .replacement {
    display: grid;
    gap: 0.875rem;
    justify-items: start;
    margin-block-start: 0.5rem;
    padding: 0.875rem 1rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }

  .devices .actions,
  tessera-device-replacement,
  .warning,
  .doubt,
  .farewell {
    flex: 0 0 100%;
  }

  .devices .actions {
    margin-block-start: 0.5rem;
  }

  .devices .actions button {
    font-size: 0.9375rem;
    padding-inline: 0.875rem;
  }

  .doubt {
    margin-block-start: 0.5rem;
    padding: 0.875rem 1rem;
    border: 1.5px solid var(--bad);
    border-radius: var(--radius);
  }

  .doubt p:focus {
    outline: none;
  }

  .warning {
    color: var(--bad);
    font-weight: 600;
  }

  .danger {
    color: var(--bad);
    border-color: currentcolor;
  }

  .farewell {
    display: grid;
    gap: 1rem;
    margin-block-start: 0.75rem;
  }

  .serial [dir] {
    display: inline-block;
  }

  .serial {
    font-family: var(--mono);
    font-weight: 600;
    letter-spacing: 0.02em;
  }

  .since {
    font-size: 0.875rem;
    color: var(--soft);
  }

  .state {
    padding: 0.125rem 0.75rem;
    border: 1px solid currentcolor;
    border-radius: 1rem;
    font-size: 0.875rem;
    font-weight: 600;
    color: var(--soft);
  }

  [data-state='ACTIVE'] .state {
    color: var(--good);
    background: var(--good-ground);
  }

  [data-state='BLOCKED'] .state {
    color: var(--bad);
    background: var(--bad-ground);
  }
`;
