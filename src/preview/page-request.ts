import { sortKeys } from './accounts.ts';
import type { AccountQuestion, SortKey } from './accounts.ts';
import { languageCodeOf } from './messages/messages.ts';
import type { LanguageCode } from './messages/messages.ts';

/** A person as whom the preview can be looked at. */
export interface PreviewUser {
  username: string;
  /** `Helen Ward` */
  name: string;
  /** What the person does, as a reader would say it: `Sales Director`. */
  role: string;
  /** `en` or `fr`, or Salesforce's name of such a language (en_US); any other is shown in English. */
  language: string;
  /** Salesforce's name of the locale for dates and numbers, en_GB; the usual one of the language when not given. */
  locale?: string;
  /** IANA name of the time zone for dates, Europe/Paris; UTC when not given. */
  timeZone?: string;
}

/** What an address of the preview asks for. The address holds everything, so that it can be kept and sent on. */
export interface PageRequest {
  user: PreviewUser;
  language: LanguageCode;
  /** The language comes from the address, not from the user. */
  languageChosen: boolean;
  question: AccountQuestion;
  /** Id of the account whose page it is; absent for the list. */
  accountId?: string | undefined;
  /** The user whom the address names and the preview does not have; absent when all is well. */
  unknownUser?: string | undefined;
}

const longestSearch = 80;
const usualOrder: Record<SortKey, 'asc' | 'desc'> = {
  name: 'asc',
  score: 'asc',
  answers: 'desc',
  last: 'desc',
};

/**
 * Reads a query string: `user`, `lang`, `q`, `sort`, `order`. What it does not say, or says wrongly, is as usual; only
 * an unknown user is not replaced by another.
 * @param users at least one; the first is meant where none is named
 * @param accountId of the account whose page it is; absent for the list
 */
export function pageRequestOf(
  query: URLSearchParams,
  users: readonly PreviewUser[],
  accountId?: string,
): PageRequest {
  const username = query.get('user') ?? users[0]?.username ?? '';
  const found = users.find((one) => one.username === username);
  const user = found ?? users[0];
  if (user === undefined) throw new RangeError('The preview needs at least one user.');
  const chosen = languageCodeOf(query.get('lang') ?? '');
  const sort = sortKeys.find((key) => key === query.get('sort')) ?? 'name';
  const order = query.get('order');
  return {
    user,
    unknownUser: found === undefined ? username : undefined,
    language: chosen ?? languageCodeOf(user.language) ?? 'en',
    languageChosen: chosen !== undefined,
    accountId,
    question: {
      search: (query.get('q') ?? '').trim().slice(0, longestSearch),
      sort,
      order: order === 'asc' || order === 'desc' ? order : usualOrder[sort],
    },
  };
}

/** The parts of an address by name, without those that are as usual: what a form carries along. */
export function addressParts(request: PageRequest): [string, string][] {
  const { user, language, languageChosen, question } = request;
  const parts: [string, string][] = [['user', user.username]];
  if (languageChosen) parts.push(['lang', language]);
  if (question.search !== '') parts.push(['q', question.search]);
  if (question.sort !== 'name' || question.order !== 'asc') {
    parts.push(['sort', question.sort], ['order', question.order]);
  }
  return parts;
}

/** The address of a page. */
export function addressOf(request: PageRequest): string {
  const { accountId } = request;
  const path = accountId === undefined ? '/' : `/accounts/${encodeURIComponent(accountId)}`;
  return `${path}?${new URLSearchParams(addressParts(request)).toString()}`;
}

/** The page of an account; it keeps the list's question, so that the way back leads to the same list. */
export function ofAccount(request: PageRequest, accountId: string): PageRequest {
  return { ...request, accountId };
}

/** The list that an account's page was reached from. */
export function ofAllAccounts(request: PageRequest): PageRequest {
  return { ...request, accountId: undefined };
}

/** The page as another user sees it, in that user's language. */
export function asUser(request: PageRequest, user: PreviewUser): PageRequest {
  return { ...request, user, languageChosen: false, unknownUser: undefined };
}

/** The page in another language. */
export function inLanguage(request: PageRequest, language: LanguageCode): PageRequest {
  return { ...request, language, languageChosen: true };
}

/** The page with another search. */
export function searching(request: PageRequest, search: string): PageRequest {
  return { ...request, question: { ...request.question, search } };
}

/** The page sorted by a column: in its usual order, or the other way round where it is sorted so already. */
export function sortedBy(request: PageRequest, sort: SortKey): PageRequest {
  const { question } = request;
  const turned = question.order === 'asc' ? 'desc' : 'asc';
  const order = question.sort === sort ? turned : usualOrder[sort];
  return { ...request, question: { ...question, sort, order } };
}
