import { accountRow } from './account-rows.ts';
import { mostAccounts } from './accounts.ts';
import type { Account, SortKey } from './accounts.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import { accountIcon, arrowIcon, searchIcon } from './icons.ts';
import type { PageContext } from './layout.ts';
import { isMany } from './messages/messages.ts';
import { emptyState } from './notices.ts';
import { addressOf, addressParts, searching, sortedBy } from './page-request.ts';

/** The list of accounts with their relationship scores. */
export function accountsPage(accounts: readonly Account[], context: PageContext): Markup {
  return html`<div class="card">
    ${pageHeader(context)}
    <div class="toolbar">
      ${summary(accounts.length, context)} ${searchForm(context, accounts.length > 0)}
    </div>
    ${accounts.length === 0 ? emptyState(context) : table(accounts, context)}
  </div>`;
}

/** The title of the list, and under which rules its numbers stand: no score without them. */
export function pageHeader({ messages }: PageContext): Markup {
  return html`<div class="page-header">
    ${accountIcon}
    <div class="page-titles">
      <h1>${messages.accounts}</h1>
      <p class="method">
        <span class="hidden">${messages.methodLabel}: </span
        ><span class="method-part">${messages.method}</span> <span aria-hidden="true">·</span>
        <span class="method-part">${messages.window}</span> <span aria-hidden="true">·</span>
        <span class="method-part">${messages.intervalMethod}</span>
      </p>
    </div>
    <details class="explanation">
      <summary>${messages.howToRead}${arrowIcon}</summary>
      <div class="explanation-text">
        <p>${messages.howScore}</p>
        <p>${messages.howInterval}</p>
        <p>${messages.howSilence}</p>
      </div>
    </details>
  </div>`;
}

/** How many accounts there are; where there is none, the list's place says it. */
function summary(found: number, { request, messages, formats }: PageContext): Markup {
  if (found === 0) return html`<span></span>`;
  const { language, question } = request;
  const many = isMany(language, found);
  const count = formats.count(found);
  const counted =
    question.search === ''
      ? messages.accountCount(count, many)
      : messages.foundCount(count, many, question.search);
  return html`<p class="summary">
    ${counted}${found > 1 && html` · ${messages.sortedBy[question.sort]}`}
    ${
      found >= mostAccounts &&
      html`<span class="cut">${messages.listIsCut(formats.count(mostAccounts))}</span>`
    }
  </p>`;
}

function searchForm({ request, messages }: PageContext, offerToClear: boolean): Markup {
  const carried = addressParts(searching(request, ''));
  return html`<form class="search" action="/" method="get" role="search">
    ${carried.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <label class="hidden" for="search">${messages.searchLabel}</label>
    <span class="search-field">
      ${searchIcon}
      <input
        id="search"
        type="search"
        name="q"
        value="${request.question.search}"
        maxlength="80"
        autocomplete="off"
        placeholder="${messages.searchPlaceholder}"
      />
    </span>
    <button class="button" type="submit">${messages.search}</button>
    ${
      offerToClear &&
      request.question.search !== '' &&
      html`<a class="link" href="${addressOf(searching(request, ''))}">${messages.clearSearch}</a>`
    }
  </form>`;
}

function table(accounts: readonly Account[], context: PageContext): Markup {
  const { messages } = context;
  return html`<table role="table">
    <caption class="hidden">
      ${messages.tableCaption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${sortHeader('name', context)} ${sortHeader('score', context)}
        <th role="columnheader" scope="col" class="head-interval">
          ${messages.columns.interval}
          <span class="axis" aria-hidden="true"><span>−100</span><span>0</span><span>+100</span></span>
        </th>
        ${sortHeader('answers', context)} ${sortHeader('last', context)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${accounts.map((account) => accountRow(account, context))}
    </tbody>
  </table>`;
}

function sortHeader(key: SortKey, { request, messages }: PageContext): Markup {
  const { sort, order } = request.question;
  const current = sort === key;
  const next = sortedBy(request, key);
  const direction = order === 'asc' ? 'ascending' : 'descending';
  return html`<th
    role="columnheader"
    scope="col"
    class="head-${key}"
    ${current && html`aria-sort="${direction}"`}
  >
    <a class="sort" href="${addressOf(next)}" title="${messages.sortBy[key][next.question.order]}"
      >${messages.columns[key]}${arrowIcon}</a
    >
  </th>`;
}
