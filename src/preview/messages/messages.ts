import { en } from './en.ts';
import { fr } from './fr.ts';
import type { SortKey } from '../accounts.ts';

/** The languages that the preview speaks. */
export const languageCodes = ['en', 'fr'] as const;

/** A language that the preview speaks. */
export type LanguageCode = (typeof languageCodes)[number];

interface Titled {
  title: string;
  text: string;
}

interface TitledFor {
  title: string;
  /** @param subject who or what the text is about */
  text: (subject: string) => string;
}

/** Every text of the preview; one object of this form per language. Numbers arrive already written in that language. */
export interface Messages {
  appName: string;
  accounts: string;
  allAccounts: string;
  navigation: string;
  skipToContent: string;
  switchUser: string;
  signedInAs: string;
  language: string;

  method: string;
  window: string;
  intervalMethod: string;
  methodLabel: string;
  howToRead: string;
  howScore: string;
  howInterval: string;
  howSilence: string;

  accountCount: (count: string, many: boolean) => string;
  foundCount: (count: string, many: boolean, search: string) => string;
  sortedBy: Record<SortKey, string>;
  listIsCut: (most: string) => string;
  tableCaption: string;
  columns: Record<SortKey | 'interval', string>;
  sortBy: Record<SortKey, { asc: string; desc: string }>;
  searchLabel: string;
  searchPlaceholder: string;
  search: string;
  clearSearch: string;

  range: (lower: string, upper: string) => string;
  tooFewVoices: string;
  oneVoice: string;
  category: { promoter: string; passive: string; detractor: string };
  noAnswersYet: string;
  noCurrentAnswers: string;
  notComputedYet: string;
  computed: (ago: string) => string;
  none: string;

  noAccounts: TitledFor;
  noMatch: { title: (search: string) => string; text: string };
  noPermission: TitledFor & { note: string };
  /** The labels of permission sets as an administrator finds them in Setup: the same in every language. */
  permissionSets: readonly string[];
  unreachable: TitledFor;
  signedOut: TitledFor;
  refused: Titled;
  unknownUser: TitledFor;
  notFound: Titled;
  noSuchAccount: TitledFor;
  notBuilt: Titled;
  broken: Titled;
  orgMessage: string;
  tryAgain: string;

  account: string;
  industry: string;
  city: string;
  skipToAccount: string;
  /** Stands where the page has components of Salesforce's own. */
  standardParts: string;
  needsScript: string;
  close: string;
  onlyInSalesforce: string;
  toAccounts: string;
}

/** The languages, by code, each with its own name for itself. */
export const languages: Record<LanguageCode, { name: string; messages: Messages }> = {
  en: { name: 'English', messages: en },
  fr: { name: 'Français', messages: fr },
};

/** Whether a count takes the plural in a language: 0 does in English, and does not in French. */
export function isMany(language: LanguageCode, count: number): boolean {
  return new Intl.PluralRules(language).select(count) !== 'one';
}

/** The language that a name such as en_US, fr or fr-CA means; absent when the preview does not speak it. */
export function languageCodeOf(name: string): LanguageCode | undefined {
  const [code] = name.toLowerCase().split(/[-_]/);
  return languageCodes.find((one) => one === code);
}
