import { html } from './html.ts';
import type { Markup } from './html.ts';
import type { ScoreReading } from './reading.ts';

const width = 200;
const height = 24;
/** Room at both ends, so that a dot at −100 or 100 is not cut. */
const margin = 8;
const middle = height / 2;

/** A place on the scale from −100 to 100, in the drawing's units. */
function at(score: number): number {
  const share = (Math.min(100, Math.max(-100, score)) + 100) / 200;
  return Math.round((margin + share * (width - 2 * margin)) * 100) / 100;
}

/**
 * The interval of a score on the scale from −100 to 100, with zero marked: hidden from screen readers, because the text
 * beside it says the same. Colours come from the stylesheet.
 */
export function intervalDrawing({ score, lower, upper, comparable, side }: ScoreReading): Markup {
  const barWidth = Math.round((at(upper) - at(lower)) * 100) / 100;
  return html`<svg
    class="interval interval-${comparable ? side : 'wide'}"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    aria-hidden="true"
    focusable="false"
  >
    <line class="interval-scale" x1="${at(-100)}" y1="${middle}" x2="${at(100)}" y2="${middle}" />
    <line class="interval-zero" x1="${at(0)}" y1="2" x2="${at(0)}" y2="${height - 2}" />
    <rect class="interval-bar" x="${at(lower)}" y="${middle - 6}" width="${barWidth}" height="12" rx="3" />
    <circle class="interval-dot" cx="${at(score)}" cy="${middle}" r="4.5" />
  </svg>`;
}
