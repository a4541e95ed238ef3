import { queryInParts } from './find.ts';
import type { Queries } from './joined-queries.ts';
import type { SObjectRecord } from './org.ts';
import { soql } from './soql.ts';

/** A monthly snapshot as the org holds it. */
export interface FoundSnapshot {
  id: string;
  externalId?: string;
  accountId: string;
  /** The first day of the month, `2026-07-01`. */
  month: string;
  computedAt?: Date;
  /** Its fields by name, null where there is nothing. */
  fields: SObjectRecord;
}

/** The snapshots of these accounts from a month on, oldest first; the month is given by its first day. */
export async function findSnapshots(
  org: Queries,
  accountIds: Iterable<string>,
  fromMonth: string,
): Promise<FoundSnapshot[]> {
  type Row = {
    Id: string;
    External_Id__c: string | null;
    Account__c: string;
    Month__c: string;
    Computed_At__c: string | null;
  } & SObjectRecord;
  const rows = await queryInParts<Row>(
    org,
    accountIds,
    (
      part,
    ) => soql`SELECT Id, External_Id__c, Account__c, Month__c, Computed_At__c, NPS__c, NPS_Lower__c, NPS_Upper__c, Answers__c,
        Promoters__c, Passives__c, Detractors__c, Silent__c, In_Scope__c, Coverage__c, Shared_Answers__c,
        Trust_Index__c, Method__c
      FROM Feedback_Snapshot__c
      WHERE Account__c IN ${part} AND Month__c >= ${{ day: fromMonth }} ORDER BY Month__c`,
  );
  return rows.map((row) => ({
    id: row.Id,
    externalId: row.External_Id__c ?? undefined,
    accountId: row.Account__c,
    month: row.Month__c,
    computedAt: row.Computed_At__c === null ? undefined : new Date(row.Computed_At__c),
    fields: row,
  }));
}
