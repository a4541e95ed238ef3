import type { SalesforceOrg } from './org.ts';
import { soql } from './soql.ts';

/** How many promoters, passives and detractors. */
export interface Voices {
  promoters: number;
  passives: number;
  detractors: number;
}

/** What an account says of its voices, beside the answers that are marked as counting. */
export interface AccountVoices {
  accountId: string;
  said: Voices;
  marked: Voices;
}

/** Accounts compared at once: of grouped rows, three to an account, the org gives out 2,000 (SOQL and SOSL Reference, "GROUP BY"). */
const accountsPerPage = 600;

/** No record has this id, and all others come after it. */
const beforeAllIds = '000000000000000';

interface MarkedRow {
  Account__c?: string;
  Category__c: string | null;
  counted: number;
}

/** What all accounts together say of their voices, beside all answers that are marked as counting: one API call. */
export async function sumVoices(org: SalesforceOrg): Promise<{ said: Voices; marked: Voices }> {
  type Sums = Record<'promoters' | 'passives' | 'detractors', number | null>;
  const [[sums], marked] = await org.queries<[Sums, MarkedRow]>([
    `SELECT SUM(Feedback_Promoters__c) promoters, SUM(Feedback_Passives__c) passives,
      SUM(Feedback_Detractors__c) detractors FROM Account`,
    `SELECT Category__c, COUNT(Id) counted FROM Feedback_Response__c WHERE Is_Current__c = true GROUP BY Category__c`,
  ]);
  const said = {
    promoters: sums?.promoters ?? 0,
    passives: sums?.passives ?? 0,
    detractors: sums?.detractors ?? 0,
  };
  return { said, marked: voicesOf(marked) };
}

/** The same for each scored account, page by page in the order of their ids: one API call a page, and one for its answers. */
export async function* compareVoices(org: SalesforceOrg): AsyncGenerator<AccountVoices[]> {
  interface AccountRow {
    Id: string;
    Feedback_Promoters__c: number | null;
    Feedback_Passives__c: number | null;
    Feedback_Detractors__c: number | null;
  }
  for (let after = beforeAllIds; ;) {
    const accounts: AccountRow[] = await org.query<AccountRow>(
      soql`SELECT Id, Feedback_Promoters__c, Feedback_Passives__c, Feedback_Detractors__c FROM Account
        WHERE Feedback_Scored_At__c != null AND Id > ${after} ORDER BY Id LIMIT ${accountsPerPage}`,
    );
    const last = accounts.at(-1)?.Id;
    if (last === undefined) return;
    const marked = Map.groupBy(
      await org.query<MarkedRow>(
        soql`SELECT Account__c, Category__c, COUNT(Id) counted FROM Feedback_Response__c
          WHERE Is_Current__c = true AND Account__c > ${after} AND Account__c <= ${last}
          GROUP BY Account__c, Category__c`,
      ),
      (row) => row.Account__c ?? '',
    );
    yield accounts.map((account) => ({
      accountId: account.Id,
      said: {
        promoters: account.Feedback_Promoters__c ?? 0,
        passives: account.Feedback_Passives__c ?? 0,
        detractors: account.Feedback_Detractors__c ?? 0,
      },
      marked: voicesOf(marked.get(account.Id) ?? []),
    }));
    after = last;
  }
}

function voicesOf(rows: readonly MarkedRow[]): Voices {
  const count = (category: string) => rows.find((row) => row.Category__c === category)?.counted ?? 0;
  return { promoters: count('Promoter'), passives: count('Passive'), detractors: count('Detractor') };
}
