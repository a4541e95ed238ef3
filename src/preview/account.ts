import type { OrgReader } from './org-reader.ts';

/** What the head of an account's page says. */
export interface AccountHead {
  id: string;
  name: string;
  industry: string | undefined;
  city: string | undefined;
}

/** Ids of accounts begin with 001. Source: Salesforce Help, "Standard Field Record ID Prefix". */
const accountId = /^001[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/;

/**
 * Reads an account as a user.
 * @param id of 15 or 18 characters
 * @returns undefined when there is none of this id that the user may see
 * @throws OrgFailure
 */
export async function readAccount(
  org: OrgReader,
  username: string,
  id: string,
): Promise<AccountHead | undefined> {
  if (!accountId.test(id)) return undefined;
  const soql = `SELECT Id, Name, Industry, BillingCity FROM Account WHERE Id = '${id}'`;
  const [record] = await org.query(username, soql);
  if (record === undefined) return undefined;
  return {
    id: text(record.Id) ?? id,
    name: text(record.Name) ?? id,
    industry: text(record.Industry),
    city: text(record.BillingCity),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
