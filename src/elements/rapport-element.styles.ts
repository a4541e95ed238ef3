import { css } from 'lit';

/*
 * Lightning's look comes in through its global styling hooks (--slds-g-*), which give the colours of SLDS 1 and 2, light
 * and dark; the values beside them stand in where a page has no hooks. No colour here depends on the browser's own
 * preference for dark: within Lightning the page decides that.
 */

/** What the elements have in common: colours, text, buttons, notices, skeletons. */
export const rapportElementStyles = css`
  :host {
    --muted: var(--slds-g-color-on-surface-1, #5c5c5c);
    --text: var(--slds-g-color-on-surface-2, #2e2e2e);
    --strong: var(--slds-g-color-on-surface-3, #03234d);
    --ground: var(--slds-g-color-surface-container-1, #fff);
    --shade: var(--slds-g-color-surface-container-2, #f3f3f3);
    --line: var(--slds-g-color-border-1, #c9c9c9);
    --edge: var(--slds-g-color-border-2, #5c5c5c);
    --link: var(--slds-g-color-accent-2, #0250d9);
    --good: var(--slds-g-color-success-1, #056764);
    --bad: var(--slds-g-color-error-1, #b60554);
    --warn: var(--slds-g-color-warning-1, #8c4b02);
    --small: var(--slds-g-font-scale-neg-1, 0.75rem);
    --pill: var(--slds-s-button-radius-border, var(--slds-g-radius-border-pill, 15rem));
    display: block;
    container-type: inline-size;
    color: var(--text);
    font-size: var(--slds-g-font-scale-base, 0.8125rem);
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  :host([hidden]) {
    display: none;
  }
  * {
    box-sizing: border-box;
    margin: 0;
    padding: 0;
  }
  ul {
    list-style: none;
  }
  h3 {
    font: inherit;
    font-weight: 600;
    color: var(--strong);
  }
  .body {
    padding: 0 1rem 0.25rem;
  }
  .muted {
    color: var(--muted);
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .button {
    min-height: 2rem;
    padding: 0 1rem;
    border: 1px solid var(--edge);
    border-radius: var(--pill);
    background: var(--ground);
    color: var(--link);
    font: inherit;
    line-height: 1.25;
    cursor: pointer;
  }
  .button:hover {
    background: var(--shade);
    color: var(--strong);
  }
  :focus-visible {
    outline: 2px solid var(--link);
    outline-offset: 2px;
  }
  .notice {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 0.25rem;
    padding: 0.5rem 0 1rem;
    text-align: center;
  }
  .notice > * {
    max-width: 30rem;
    text-wrap: balance;
  }
  .notice .button {
    margin-top: 0.75rem;
  }
  .notice-title {
    font-size: var(--slds-g-font-scale-2, 1rem);
  }
  .picture {
    fill: none;
    stroke: var(--muted);
    stroke-width: 2.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .skeleton {
    display: grid;
    gap: 0.75rem;
    padding: 0.5rem 0 1rem;
  }
  .bone {
    height: 1rem;
    border-radius: 0.5rem;
    background: var(--line);
    opacity: 0.6;
    animation: wait 1.6s ease-in-out infinite alternate;
  }
  .bone:nth-child(odd) {
    width: 60%;
  }
  @keyframes wait {
    to {
      opacity: 0.25;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
    }
  }
`;
