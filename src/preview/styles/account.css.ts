/**
 * What an account's page has around its components, whose look is that of Lightning (SLDS). Rules for the page's own
 * parts only: with synthetic shadow, a rule of the page reaches into the components.
 */
export const account = `
html { background: var(--ground); }
body { margin: 0; min-width: 0; background: var(--ground); }
.banner {
  color: var(--text);
  font: 0.875rem/1.45 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
.banner ul, .banner p { margin: 0; padding: 0; list-style: none; }
.banner :focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.account-page { display: block; max-width: 80rem; margin: 0 auto; padding: 0.75rem 1.5rem 3rem; }
.account-page:focus { outline: none; }
.account-back { display: inline-flex; align-items: center; gap: 0.25rem; margin-bottom: 0.5rem; color: var(--link); }
.account-back .arrow { transform: rotate(90deg); }
.account-back .icon-line { fill: none; stroke: currentcolor; stroke-width: 1.6; stroke-linecap: round; }
.account-page .slds-page-header { background: var(--surface); }
.account-regions { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
.account-region { display: grid; gap: 1rem; align-content: start; min-width: 0; }
.account-region > * { display: block; min-width: 0; }
.account-facts { display: flex; flex-wrap: wrap; gap: 0.125rem 1.5rem; margin: 0.25rem 0 0; }
.account-facts > div { display: flex; gap: 0.375rem; }
.account-facts dt { color: var(--muted); }
.account-facts dd { margin: 0; }
.account-standard {
  display: grid; place-items: center; min-height: 8rem; padding: 1rem; border: 1px dashed var(--edge);
  border-radius: 0.25rem; color: var(--muted); text-align: center;
}
.account-toasts { position: fixed; z-index: 9; inset: 0 0 auto; pointer-events: none; }
.account-toasts > * { pointer-events: auto; }
@media (min-width: 60rem) {
  .account-regions-two { grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); }
  .account-regions-two > [data-region="header"] { grid-column: 1 / -1; }
}
@media (max-width: 44rem) {
  .account-page { padding: 0.75rem 0.75rem 2rem; }
}
`;
