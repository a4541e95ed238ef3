import { formatsFor } from './formats.ts';
import type { Formats } from './formats.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import { arrowIcon, mark } from './icons.ts';
import { languageCodes, languages } from './messages/messages.ts';
import type { Messages } from './messages/messages.ts';
import { addressOf, asUser, inLanguage } from './page-request.ts';
import type { PageRequest, PreviewUser } from './page-request.ts';

/** What a page has around its content. */
export interface PageFrame {
  /** Addresses of the stylesheets. */
  stylesheets: readonly string[];
  users: readonly PreviewUser[];
  /** Where keyboard users skip to: to the list when not given. */
  skipText?: string;
  /** More for the head: scripts and their data. */
  head?: Markup;
  /** Whether the page is light for all, because its components are. */
  isLight?: boolean;
}

/** What every part of a page needs to write itself. */
export interface PageContext {
  request: PageRequest;
  messages: Messages;
  formats: Formats;
  now: Date;
}

/** The context of a page: the words and formats of its language and user. */
export function contextOf(request: PageRequest, now: Date): PageContext {
  const { language, user } = request;
  return {
    request,
    messages: languages[language].messages,
    formats: formatsFor(language, user.locale, user.timeZone),
    now,
  };
}

/** A whole page: the header of the application, with its content below. */
export function layout(frame: PageFrame, context: PageContext, title: string, content: Markup): string {
  const { request, messages } = context;
  return html`<!doctype html>
    <html lang="${request.language}" ${frame.isLight === true && html`data-light`}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="${frame.isLight === true ? 'light' : 'light dark'}" />
        <title>${title} | ${messages.appName}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        ${frame.stylesheets.map((address) => html`<link rel="stylesheet" href="${address}" />`)} ${frame.head}
      </head>
      <body>
        <a class="skip" href="#content">${frame.skipText ?? messages.skipToContent}</a>
        <header class="banner">
          <div class="banner-row">
            <span class="app">${mark}<span class="app-name">${messages.appName}</span></span>
            ${languageLinks(context)} ${userMenu(frame, context)}
          </div>
          <nav class="tabs" aria-label="${messages.navigation}">
            <a
              class="tab"
              href="${addressOf(home(request))}"
              aria-current="${request.accountId === undefined ? 'page' : 'true'}"
              >${messages.accounts}</a
            >
          </nav>
        </header>
        <main id="content" tabindex="-1">${content}</main>
      </body>
    </html>`.markup;
}

function home(request: PageRequest): PageRequest {
  return { ...request, accountId: undefined, question: { search: '', sort: 'name', order: 'asc' } };
}

function languageLinks({ request, messages }: PageContext): Markup {
  const links = languageCodes.map((code) => {
    const current = code === request.language;
    return html`<li>
      <a
        class="language"
        href="${addressOf(inLanguage(request, code))}"
        lang="${code}"
        hreflang="${code}"
        ${current && html`aria-current="true"`}
        ><span class="language-name">${languages[code].name}</span
        ><span class="language-code" aria-hidden="true">${code.toUpperCase()}</span></a
      >
    </li>`;
  });
  return html`<nav class="languages" aria-label="${messages.language}">
    <ul>
      ${links}
    </ul>
  </nav>`;
}

function userMenu({ users }: PageFrame, { request, messages }: PageContext): Markup {
  const { user } = request;
  return html`<details class="user-menu">
    <summary>
      <span class="avatar" aria-hidden="true">${initials(user.name)}</span>
      <span class="user-label">
        <span class="hidden">${messages.signedInAs}</span>
        <span class="user-name">${user.name}</span>
        <span class="user-role">${user.role}</span>
      </span>
      ${arrowIcon}
    </summary>
    <nav class="user-list" aria-label="${messages.switchUser}">
      <p class="user-list-title" aria-hidden="true">${messages.switchUser}</p>
      ${userLinks(users, request)}
    </nav>
  </details>`;
}

/** The users of the preview, as links to the same page as each of them sees it. */
export function userLinks(users: readonly PreviewUser[], request: PageRequest): Markup {
  const links = users.map((user) => {
    const current = request.unknownUser === undefined && user.username === request.user.username;
    return html`<li>
      <a class="user-link" href="${addressOf(asUser(request, user))}" ${current && html`aria-current="true"`}>
        <span class="avatar" aria-hidden="true">${initials(user.name)}</span>
        <span class="user-label"
          ><span class="user-name">${user.name}</span> <span class="user-role">${user.role}</span></span
        >
      </a>
    </li>`;
  });
  return html`<ul class="users">
    ${links}
  </ul>`;
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const letters = words.length > 1 ? [words.at(0), words.at(-1)] : words;
  return letters.map((word) => [...(word ?? '')][0] ?? '').join('');
}
