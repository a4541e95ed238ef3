/** A feedback programme, as far as its size goes. */
export interface Programme {
  /** People who are asked. */
  contacts: number;
  accounts: number;
  /** How often a year each of them is asked. */
  wavesPerYear: number;
  /** Share of the invitations that are answered, 0 to 1. */
  responseRate: number;
  /** Questions beside the score, each with an answer of its own. */
  questions: number;
  /** For how many years answers are kept. */
  years: number;
}

/** How many records a programme makes in all, by object, and what they take of the org's data storage. */
export interface StorageEstimate {
  invitations: number;
  responses: number;
  answers: number;
  /** Action plans and actions: one plan with three actions for each fifth answer. */
  plansAndActions: number;
  /** One an account and month. */
  snapshots: number;
  records: number;
  megabytes: number;
}

/** Salesforce counts about 2 KB for a record, whatever is in it (Salesforce Help, "Data and File Storage Allocations"). */
const kilobytesPerRecord = 2;
const plansPerResponse = 1 / 5;
const recordsPerPlan = 4;

/** Estimates the data storage that a programme takes once it has run for its years. All numbers are rounded up. */
export function estimateStorage(programme: Programme): StorageEstimate {
  const { contacts, accounts, wavesPerYear, responseRate, questions, years } = programme;
  const invitations = Math.ceil(contacts * wavesPerYear * years);
  const responses = Math.ceil(invitations * responseRate);
  const answers = Math.ceil(responses * questions);
  const plansAndActions = Math.ceil(responses * plansPerResponse * recordsPerPlan);
  const snapshots = Math.ceil(accounts * 12 * years);
  const records = invitations + responses + answers + plansAndActions + snapshots;
  const megabytes = Math.ceil((records * kilobytesPerRecord) / 1024);
  return { invitations, responses, answers, plansAndActions, snapshots, records, megabytes };
}
