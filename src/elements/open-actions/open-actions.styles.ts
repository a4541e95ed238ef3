import { css } from 'lit';

/** The look of the open actions: groups by urgency, a row an action, what failed beside it. */
export const openActionsStyles = css`
  .group {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    padding-bottom: 0.25rem;
    border-bottom: 1px solid var(--line);
  }
  ul + .group {
    margin-top: 1rem;
  }
  .late {
    color: var(--bad);
  }
  .dueToday {
    color: var(--warn);
  }
  .count {
    color: var(--muted);
    font-weight: 400;
  }
  .row {
    display: grid;
    gap: 0.25rem 1rem;
    padding: 0.625rem 0;
  }
  .row + .row {
    border-top: 1px solid var(--line);
  }
  .subject {
    color: var(--strong);
    font-size: var(--slds-g-font-scale-1, 0.875rem);
    font-weight: 600;
  }
  .details {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1rem;
  }
  .details .late,
  .details .dueToday {
    font-weight: 600;
  }
  .row .button {
    justify-self: start;
  }
  .busy {
    border-color: var(--line);
    color: var(--muted);
    cursor: default;
  }
  .busy::before {
    content: '';
    display: inline-block;
    width: 0.75em;
    height: 0.75em;
    margin-inline-end: 0.5em;
    border: 2px solid var(--line);
    border-top-color: var(--link);
    border-radius: 50%;
    animation: turn 0.8s linear infinite;
  }
  .failure {
    grid-column: 1 / -1;
    color: var(--bad);
  }
  .foot {
    padding: 0.5rem;
    border-top: 1px solid var(--line);
    text-align: center;
  }
  @keyframes turn {
    to {
      rotate: 360deg;
    }
  }
  @container (min-width: 26rem) {
    .row {
      grid-template-columns: 1fr auto;
      align-items: center;
    }
  }
`;
