import { html } from './html.ts';
import type { Markup } from './html.ts';
import { emptyIcon } from './icons.ts';
import { userLinks } from './layout.ts';
import type { PageContext } from './layout.ts';
import type { OrgFailure } from './org-failure.ts';
import { addressOf, ofAllAccounts, searching } from './page-request.ts';
import type { PreviewUser } from './page-request.ts';

/** A page that says in place of the list why there is none, and what to do. */
export interface Notice {
  title: string;
  content: Markup;
  /** HTTP status that says the same to programs. */
  status: number;
}

/** The list has no rows: no account fits the search, or the user sees none. */
export function emptyState({ request, messages }: PageContext): Markup {
  const { search } = request.question;
  if (search === '') {
    return state(messages.noAccounts.title, html`<p>${messages.noAccounts.text(request.user.name)}</p>`);
  }
  return state(
    messages.noMatch.title(search),
    html`<p>${messages.noMatch.text}</p>
      <p><a class="button" href="${addressOf(searching(request, ''))}">${messages.clearSearch}</a></p>`,
  );
}

/** Why the org gave no list. */
export function failureNotice(failure: OrgFailure, orgUrl: string, context: PageContext): Notice {
  const { request, messages } = context;
  const { name } = request.user;
  const again = html`<p><a class="button" href="${addressOf(request)}">${messages.tryAgain}</a></p>`;
  switch (failure.kind) {
    case 'no-permission':
      return notice(
        403,
        messages.noPermission.title,
        html`<p>${messages.noPermission.text(name)}</p>
          <ul class="choices">
            ${messages.permissionSets.map((label) => html`<li>${label}</li>`)}
          </ul>
          <p>${messages.noPermission.note}</p>
          ${orgMessage(failure, context)} ${again}`,
      );
    case 'unreachable':
      return notice(
        503,
        messages.unreachable.title,
        html`<p>${messages.unreachable.text(orgUrl)}</p>
          ${again}`,
      );
    case 'signed-out':
      return notice(
        502,
        messages.signedOut.title,
        html`<p>${messages.signedOut.text(name)}</p>
          ${orgMessage(failure, context)} ${again}`,
      );
    case 'refused':
      return notice(
        502,
        messages.refused.title,
        html`<p>${messages.refused.text}</p>
          ${orgMessage(failure, context)} ${again}`,
      );
  }
}

/** The address names a user whom the preview does not have. */
export function unknownUserNotice(
  username: string,
  users: readonly PreviewUser[],
  { request, messages }: PageContext,
): Notice {
  return notice(
    404,
    messages.unknownUser.title,
    html`<p>${messages.unknownUser.text(username)}</p>
      ${userLinks(users, request)}`,
  );
}

/** The address is none of the preview's. */
export function notFoundNotice(context: PageContext): Notice {
  const { title, text } = context.messages.notFound;
  return notice(
    404,
    title,
    html`<p>${text}</p>
      ${toAccounts(context)}`,
  );
}

/** Something failed that nobody foresaw; what it was is not for the page. */
export function brokenNotice(context: PageContext): Notice {
  const { title, text } = context.messages.broken;
  return notice(
    500,
    title,
    html`<p>${text}</p>
      ${toAccounts(context)}`,
  );
}

/** The address is that of an account which is not there, or which the user may not see. */
export function noSuchAccountNotice(context: PageContext): Notice {
  const { title, text } = context.messages.noSuchAccount;
  return notice(
    404,
    title,
    html`<p>${text(context.request.user.name)}</p>
      ${toAccounts(context)}`,
  );
}

/** The package's components could not be built: for whoever works on them, with what is wrong in which file. */
export function notBuiltNotice(message: string, context: PageContext): Notice {
  const { title, text } = context.messages.notBuilt;
  return notice(
    500,
    title,
    html`<p>${text}</p>
      <pre class="build-errors"><code>${message}</code></pre>
      ${toAccounts(context)}`,
  );
}

function toAccounts({ request, messages }: PageContext): Markup {
  return html`<p>
    <a class="button" href="${addressOf(ofAllAccounts(request))}">${messages.toAccounts}</a>
  </p>`;
}

function orgMessage({ errorCode, message }: OrgFailure, { messages }: PageContext): Markup | undefined {
  if (message === '') return undefined;
  const said = errorCode === undefined ? message : `${errorCode}: ${message}`;
  return html`<p class="org-message">${messages.orgMessage} <code>${said}</code></p>`;
}

function notice(status: number, title: string, content: Markup): Notice {
  return { status, title, content: html`<div class="card">${state(title, content, 'h1')}</div>` };
}

function state(title: string, content: Markup, level: 'h1' | 'h2' = 'h2'): Markup {
  const heading = level === 'h1' ? html`<h1>${title}</h1>` : html`<h2>${title}</h2>`;
  return html`<section class="state">${emptyIcon} ${heading} ${content}</section>`;
}
