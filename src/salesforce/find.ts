import type { Queries } from './joined-queries.ts';
import type { SalesforceOrg } from './org.ts';
import { partsForQuery, soql } from './soql.ts';

export interface FoundContact {
  id: string;
  name: string;
  /** In lower case; absent where the contact has none. */
  email?: string;
  accountId?: string;
}

/** The org itself: its record id, 18 characters, and its time zone by its IANA name, in which its months begin. */
export async function findOrganization(org: SalesforceOrg): Promise<{ id: string; timeZone: string }> {
  const [organization] = await org.query<{ Id: string; TimeZoneSidKey: string | null }>(
    'SELECT Id, TimeZoneSidKey FROM Organization',
  );
  return { id: organization?.Id ?? '', timeZone: organization?.TimeZoneSidKey ?? 'GMT' };
}

interface ContactRow {
  Id: string;
  Name: string;
  Email: string | null;
  AccountId: string | null;
}

/** The contacts that have one of these e-mails; several may share one. */
export async function findContactsByEmail(
  org: SalesforceOrg,
  emails: Iterable<string>,
): Promise<FoundContact[]> {
  const select = (part: string[]) =>
    soql`SELECT Id, Name, Email, AccountId FROM Contact WHERE Email IN ${part}`;
  return (await queryInParts<ContactRow>(org, emails, select)).map((row) => toContact(row));
}

function toContact(row: ContactRow): FoundContact {
  return {
    id: row.Id,
    name: row.Name,
    email: row.Email?.toLowerCase(),
    accountId: row.AccountId ?? undefined,
  };
}

/** All records of a query by a list of values, in as many queries as it takes. */
export async function queryInParts<Row>(
  org: Queries,
  values: Iterable<string>,
  select: (part: string[]) => string,
): Promise<Row[]> {
  const found = await Promise.all(partsForQuery(values).map((part) => org.query<Row>(select(part))));
  return found.flat();
}
