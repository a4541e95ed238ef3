import type { Account } from './accounts.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import { intervalDrawing } from './interval-drawing.ts';
import type { PageContext } from './layout.ts';
import { addressOf, ofAccount } from './page-request.ts';
import { readingOf } from './reading.ts';
import type { Reading, ScoreReading } from './reading.ts';

/*
 * Rows and cells name their roles, because on narrow screens the stylesheet lays them out as cards, and browsers then no
 * longer take them for a table's.
 */

/** The row of an account. */
export function accountRow(account: Account, context: PageContext): Markup {
  const { messages, formats, now } = context;
  const reading = readingOf(account, now);
  const last = account.lastAnswer;
  return html`<tr role="row">
    <th role="rowheader" scope="row" class="cell-name">
      <a class="account-name" href="${addressOf(ofAccount(context.request, account.id))}">${account.name}</a>
      ${placeOf(account)}
    </th>
    <td role="cell" class="cell-score" data-label="${messages.columns.score}">
      ${scoreText(reading, context)} ${staleNote(reading, context)}
    </td>
    <td
      role="cell"
      class="cell-interval ${reading.kind !== 'score' && 'cell-empty'}"
      data-label="${messages.columns.interval}"
    >
      ${reading.kind === 'score' ? interval(reading, context) : nothingHere()}
    </td>
    <td role="cell" class="cell-answers" data-label="${messages.columns.answers}">
      ${formats.count(account.answers)}
    </td>
    <td
      role="cell"
      class="cell-last ${last === undefined && 'cell-empty'}"
      data-label="${messages.columns.last}"
    >
      ${
        last === undefined
          ? nothingHere()
          : html`<time datetime="${last.toISOString()}">${formats.day(last)}</time>`
      }
    </td>
  </tr>`;
}

function placeOf({ industry, city }: Account): Markup | undefined {
  const parts = [industry, city].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : html`<span class="muted place">${parts.join(' · ')}</span>`;
}

function scoreText(reading: Reading, { messages, formats }: PageContext): Markup {
  switch (reading.kind) {
    case 'score':
      return html`<span class="score score-${reading.comparable ? reading.side : 'wide'}"
        >${formats.score(reading.score)}</span
      >`;
    case 'one-voice':
      return html`<span class="words">${messages.oneVoice}</span> ${
          reading.category !== undefined &&
          html`<span class="muted note">${messages.category[reading.category]}</span>`
        }`;
    case 'none':
      return html`<span class="words muted"
        >${reading.never ? messages.noAnswersYet : messages.noCurrentAnswers}</span
      >`;
    case 'incomplete':
      return html`<span class="words muted">${messages.notComputedYet}</span>`;
  }
}

function staleNote({ staleDays }: Reading, { messages, formats }: PageContext): Markup | undefined {
  if (staleDays === undefined) return undefined;
  return html`<span class="muted note stale">${messages.computed(formats.daysAgo(staleDays))}</span>`;
}

function interval(reading: ScoreReading, { messages, formats }: PageContext): Markup {
  const range = messages.range(formats.bound(reading.lower), formats.bound(reading.upper));
  return html`<span class="interval-line"
      >${intervalDrawing(reading)}<span class="range">${range}</span></span
    >
    ${!reading.comparable && html`<span class="muted note">${messages.tooFewVoices}</span>`}`;
}

/** An empty cell: a dash for the eye; screen readers say of themselves that a cell is empty. */
function nothingHere(): Markup {
  return html`<span class="muted dash" aria-hidden="true">–</span>`;
}
