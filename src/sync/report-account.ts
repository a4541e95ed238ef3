import { findOrganization } from '../salesforce/find.ts';
import { findContactRoles } from '../salesforce/find-account.ts';
import type { FoundAccount } from '../salesforce/find-account.ts';
import type { SalesforceOrg } from '../salesforce/org.ts';
import { factsNeededFrom } from '../scoring/account-months.ts';
import { accountReport } from '../scoring/account-report.ts';
import type { AccountReport } from '../scoring/account-report.ts';
import type { Role } from '../scoring/roles.ts';
import { defaultRules } from '../scoring/scoring-rules.ts';
import { knownRole, readAccountFacts } from './read-account-facts.ts';
import { readRules } from './read-rules.ts';

/**
 * Computes the numbers of an account anew, by the rules of the sync, from what the signed-in user may see of it. Who may not
 * read the settings goes by the window of the last sync.
 * @throws SalesforceFailure
 */
export async function reportAccount(
  org: SalesforceOrg,
  { id, numbers }: FoundAccount,
  now: Date,
): Promise<AccountReport> {
  const { timeZone } = await findOrganization(org);
  const windowDays = numbers.windowDays ?? defaultRules.windowDays;
  const rules = await readRules(org, { ...defaultRules, windowDays });
  const read = await readAccountFacts(org, [id], factsNeededFrom(now, timeZone, rules.windowDays));
  const { facts } = read.get(id)!;
  const contactRoles = new Map<string, Role>(facts.contactRoles);
  for (const { contactId, role } of await findContactRoles(org, id)) {
    const known = knownRole(role);
    if (known !== undefined) contactRoles.set(contactId, known);
  }
  return accountReport({ ...facts, contactRoles }, numbers, rules, { now, timeZone });
}
