import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { draw } from './draw.ts';

/** The pictures of states in which there is nothing else to show: a line each, on a ground of 80 by 72. */
const pictures = {
  speech:
    'M20 10h40a8 8 0 0 1 8 8v20a8 8 0 0 1-8 8H40L27 58V46h-7a8 8 0 0 1-8-8V18a8 8 0 0 1 8-8zM29 28h0M40 28h0M51 28h0',
  lock: 'M28 30V21a12 12 0 0 1 24 0v9M26 30h28a6 6 0 0 1 6 6v18a6 6 0 0 1-6 6H26a6 6 0 0 1-6-6V36a6 6 0 0 1 6-6zM40 41v8',
  building: 'M22 60V12h36v48M12 60h56M34 25h12M34 37h12M34 49h12',
  cloud: 'M27 50h-3a12 12 0 0 1-1-24 18 18 0 0 1 34-1 13 13 0 0 1 2 25h-6M40 35v14M40 58h0',
  check: 'M40 10a25 25 0 0 1 0 50 25 25 0 0 1 0-50zM29 36l8 8 14-17',
} as const;

/**
 * A picture with a title and a text, for a state in which there is nothing else to show.
 * @param rest what the org said, what the reader can do
 */
export function noticeView(
  picture: keyof typeof pictures,
  title: string,
  text: string,
  rest: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<div class="notice">
    ${draw({ attributes: { class: 'picture', width: 80, height: 72 }, paths: [['', pictures[picture]]] })}
    <h3 class="notice-title">${title}</h3>
    <p>${text}</p>
    ${rest}
  </div>`;
}

/** The places of what is being loaded, before it is there. */
export function skeletonView(): TemplateResult {
  return html`<div class="skeleton">${Array.from({ length: 5 }, () => html`<div class="bone"></div>`)}</div>`;
}
