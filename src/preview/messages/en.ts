import type { Messages } from './messages.ts';

/** The texts of the preview in English. */
export const en: Messages = {
  appName: 'Rapport',
  accounts: 'Accounts',
  allAccounts: 'All accounts',
  navigation: 'Rapport',
  skipToContent: 'Skip to the list',
  switchUser: 'Switch user',
  signedInAs: 'Signed in as',
  language: 'Language',

  method: 'All current answers alike',
  window: 'last 365 days',
  intervalMethod: '95% interval, adjusted Wald',
  methodLabel: 'How the score is computed',
  howToRead: 'How to read the score',
  howScore:
    'Relationship NPS is the share of promoters (9–10) minus the share of detractors (0–6), from −100 to +100. Each contact counts once, with the newest answer to a relationship survey.',
  howInterval:
    'The dot is the score, the bar its 95% interval: the fewer the voices, the wider the range in which the true score may lie. Beyond 30 points to each side it is too wide to compare accounts.',
  howSilence: 'One answer is one voice, not a score. Accounts without answers are listed too.',

  accountCount: (count, many) => (many ? `${count} accounts` : `${count} account`),
  foundCount: (count, many, search) =>
    many ? `${count} accounts match “${search}”` : `${count} account matches “${search}”`,
  sortedBy: {
    name: 'sorted by name',
    score: 'sorted by score',
    answers: 'sorted by answers',
    last: 'sorted by last answer',
  },
  listIsCut: (most) => `The list holds at most ${most} accounts. Search by name to find others.`,
  tableCaption: 'Accounts with their relationship score, its interval and the number of answers',
  columns: {
    name: 'Account',
    score: 'Relationship NPS',
    interval: '95% interval',
    answers: 'Answers',
    last: 'Last answer',
  },
  sortBy: {
    name: { asc: 'Sort by name, A to Z', desc: 'Sort by name, Z to A' },
    score: { asc: 'Sort by score, lowest first', desc: 'Sort by score, highest first' },
    answers: { asc: 'Sort by answers, fewest first', desc: 'Sort by answers, most first' },
    last: { asc: 'Sort by last answer, oldest first', desc: 'Sort by last answer, newest first' },
  },
  searchLabel: 'Search accounts by name',
  searchPlaceholder: 'Account name',
  search: 'Search',
  clearSearch: 'Clear search',

  range: (lower, upper) => `${lower} to ${upper}`,
  tooFewVoices: 'Too few voices to compare',
  oneVoice: 'One voice',
  category: { promoter: 'a promoter', passive: 'a passive', detractor: 'a detractor' },
  noAnswersYet: 'No answers yet',
  noCurrentAnswers: 'No answers in the last 365 days',
  notComputedYet: 'Not computed yet',
  computed: (ago) => `computed ${ago}`,
  none: 'none',

  noAccounts: {
    title: 'No accounts to show',
    text: (name) => `The org has no account that ${name} may see.`,
  },
  noMatch: {
    title: (search) => `No account matches “${search}”`,
    text: 'Check the spelling, or search for a shorter part of the name.',
  },
  noPermission: {
    title: 'You cannot see relationship scores',
    text: (name) =>
      `The org does not let ${name} read the feedback fields on accounts. Ask your administrator to assign one of these permission sets:`,
    note: 'If nobody sees scores, Rapport may not be installed in this org.',
  },
  permissionSets: ['Feedback: Sales Rep', 'Feedback: Key Account Manager', 'Feedback: Sales Leader'],
  unreachable: {
    title: 'The org cannot be reached',
    text: (orgUrl) => `Nothing answers at ${orgUrl}. Start the org if it is stopped, then try again.`,
  },
  signedOut: {
    title: 'The sign-in did not work',
    text: (name) => `The org did not accept ${name}. Try again, or switch to another user.`,
  },
  refused: {
    title: 'The org refused the request',
    text: 'Try again in a moment. If it keeps happening, give your administrator the message below.',
  },
  unknownUser: {
    title: 'There is no such user here',
    text: (username) => `“${username}” is not one of the users of this preview. Choose one of these:`,
  },
  notFound: { title: 'There is no such page', text: 'The address may be mistyped.' },
  noSuchAccount: {
    title: 'There is no such account',
    text: (name) => `It may have been deleted, or ${name} may not see it.`,
  },
  notBuilt: {
    title: 'The components of this page could not be built',
    text: 'Correct what is named below in the package, then load the page again.',
  },
  broken: {
    title: 'This page could not be made',
    text: 'Something went wrong in the preview itself. Try again in a moment.',
  },
  orgMessage: 'The org said:',
  tryAgain: 'Try again',
  toAccounts: 'Go to the accounts',

  account: 'Account',
  industry: 'Industry',
  city: 'City',
  skipToAccount: 'Skip to the account',
  standardParts: 'Here your org shows the account’s details and related lists.',
  needsScript: 'The components of this page need JavaScript.',
  close: 'Close',
  onlyInSalesforce: 'This page is only in Salesforce: the preview shows accounts.',
};
