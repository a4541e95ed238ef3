import { html } from './html.ts';
import type { Markup } from './html.ts';

/** Rapport's mark: a score on its interval. */
export const mark: Markup = html`<svg
  class="mark"
  viewBox="0 0 32 32"
  width="32"
  height="32"
  aria-hidden="true"
  focusable="false"
>
  <rect class="mark-ground" width="32" height="32" rx="9" />
  <rect class="mark-bar" x="5" y="14" width="22" height="4" rx="2" />
  <circle class="mark-dot" cx="19" cy="16" r="6" />
</svg>`;

/** The mark alone, as a file of its own for the browser's tab. */
export const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#066afe"/><rect x="5" y="14" width="22" height="4" rx="2" fill="#fff" fill-opacity=".6"/><circle cx="19" cy="16" r="6" fill="#fff"/></svg>`;

/** An account: a house of business. */
export const accountIcon: Markup = html`<svg
  class="object-icon"
  viewBox="0 0 40 40"
  width="40"
  height="40"
  aria-hidden="true"
  focusable="false"
>
  <rect class="object-ground" width="40" height="40" rx="10" />
  <path
    class="object-shape"
    fill-rule="evenodd"
    d="M10 30V12.5A2.5 2.5 0 0 1 12.5 10h8a2.5 2.5 0 0 1 2.5 2.5V17h4.5a2.5 2.5 0 0 1 2.5 2.5V30h-8v-4h-3v4zm4-16v2.5h2V14zm4 0v2.5h2V14zm-4 5v2.5h2V19zm4 0v2.5h2V19zm6.5 2v2.5h2V21zM14 24v2.5h2V24z"
  />
</svg>`;

/** A magnifying glass. */
export const searchIcon: Markup = html`<svg
  class="icon"
  viewBox="0 0 16 16"
  width="16"
  height="16"
  aria-hidden="true"
  focusable="false"
>
  <circle class="icon-line" cx="7" cy="7" r="4.5" />
  <path class="icon-line" d="M10.5 10.5 14 14" />
</svg>`;

/** An arrow head pointing down; the stylesheet turns it. */
export const arrowIcon: Markup = html`<svg
  class="icon arrow"
  viewBox="0 0 12 12"
  width="12"
  height="12"
  aria-hidden="true"
  focusable="false"
>
  <path class="icon-line" d="m2.5 4.5 3.5 3.5 3.5-3.5" />
</svg>`;

/** A sheet with nothing on it, for a state without a list. */
export const emptyIcon: Markup = html`<svg
  class="state-drawing"
  viewBox="0 0 160 72"
  width="160"
  height="72"
  aria-hidden="true"
  focusable="false"
>
  <rect class="drawing-card" x="16" y="6" width="128" height="60" rx="10" />
  <path class="drawing-line" d="M30 24h40M30 36h26M30 48h34" />
  <path class="drawing-scale" d="M88 24h44M88 36h44M88 48h44" />
  <path class="drawing-zero" d="M110 18v36" />
</svg>`;
