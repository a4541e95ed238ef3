import {
  findAnswers,
  findDealRoles,
  findOpenActions,
  findSampleLines,
} from '../salesforce/find-account-facts.ts';
import type { FoundAnswer } from '../salesforce/find-account-facts.ts';
import type { SalesforceOrg } from '../salesforce/org.ts';
import type { AccountAnswer, AccountFacts, AccountInvitation } from '../scoring/account-numbers.ts';
import type { InvitationStatus } from '../scoring/participation.ts';
import { roles } from '../scoring/roles.ts';
import type { Role } from '../scoring/roles.ts';

/** What the org knows of an account, as far as its numbers need it. */
export interface ReadAccount {
  facts: AccountFacts;
  /** Answers as the org has them, with those that count no more but are still marked as current. */
  found: readonly FoundAnswer[];
}

/**
 * Reads what the numbers of accounts follow from, as far back as a time: four queries, whatever the number of accounts up to
 * 200, and one more call for each further 2,000 records. It sees what the signed-in user may see.
 */
export async function readAccountFacts(
  org: SalesforceOrg,
  accountIds: readonly string[],
  after: Date,
): Promise<Map<string, ReadAccount>> {
  const ofAccount = <Row extends { accountId: string }>(rows: Row[]) => {
    const byAccount = Map.groupBy(rows, ({ accountId }) => accountId);
    return (accountId: string): Row[] => byAccount.get(accountId) ?? [];
  };
  const answersOf = ofAccount(await findAnswers(org, accountIds, after));
  const linesOf = ofAccount(await findSampleLines(org, accountIds, after));
  const dealRolesOf = ofAccount(await findDealRoles(org, accountIds));
  const actionsOf = ofAccount(await findOpenActions(org, accountIds));
  return new Map(
    accountIds.map((accountId) => {
      const found = answersOf(accountId);
      const lines = linesOf(accountId);
      const contactRoles = new Map<string, Role>();
      for (const { contactId, contactRole } of [...found, ...lines]) {
        const role = knownRole(contactRole);
        if (contactId !== undefined && role !== undefined) contactRoles.set(contactId, role);
      }
      const facts: AccountFacts = {
        accountId,
        answers: found.filter(({ counts }) => counts).map((answer) => toAnswer(answer)),
        invitations: lines.map((line): AccountInvitation => ({
          ...line,
          // the field's picklist is restricted to these
          status: line.status as InvitationStatus,
        })),
        dealRoles: dealRolesOf(accountId).map((one) => ({ ...one, role: knownRole(one.role) })),
        contactRoles,
        openActions: actionsOf(accountId),
      };
      return [accountId, { facts, found }];
    }),
  );
}

function toAnswer({ id, contactId, score, respondedAt, roleThen, influence }: FoundAnswer): AccountAnswer {
  return { id, contactId, score, respondedAt, roleThen: knownRole(roleThen), influence };
}

/**
 * A role of the org as one of ours. Roles in deals are a picklist of the org's own, in which the economic buyer has a second
 * name by default; a role that the admin has made up says nothing here.
 */
export function knownRole(role: string | undefined): Role | undefined {
  if (role === 'Economic Decision Maker') return 'Economic Buyer';
  return roles.find((one) => one === role);
}
