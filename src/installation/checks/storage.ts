import type { SalesforceOrg } from '../../salesforce/org.ts';
import { findingsOf } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { estimateStorage } from '../storage-estimate.ts';
import type { Programme } from '../storage-estimate.ts';

/** A programme whose people and accounts are counted in the org where they are not given. */
export type PlannedProgramme = Omit<Programme, 'contacts' | 'accounts'> & { contacts?: number };

/** Whether the org has the data storage that the programme takes once it has run for its years. */
export async function checkStorage(org: SalesforceOrg, planned: PlannedProgramme): Promise<Finding[]> {
  const finding = findingsOf('storage');
  const contacts =
    planned.contacts ??
    (await count(org, 'SELECT COUNT(Id) found FROM Contact WHERE AccountId != null AND Email != null'));
  const accounts = await count(org, 'SELECT COUNT(Id) found FROM Account');
  const { records, megabytes } = estimateStorage({ ...planned, contacts, accounts });
  const { DataStorageMB: storage } = await org.limits();
  const values = [records, megabytes, contacts, planned.years];
  if (storage === undefined) return [finding('warning', 'storageUnknown', ...values)];
  const isAsked = planned.contacts !== undefined || contacts > 0;
  if (!isAsked) return [finding('ok', 'storageNobody', storage.Remaining)];
  const isEnough = megabytes <= storage.Remaining;
  return [
    finding(
      isEnough ? 'ok' : 'warning',
      isEnough ? 'storageEnough' : 'storageShort',
      ...values,
      storage.Remaining,
    ),
  ];
}

async function count(org: SalesforceOrg, query: string): Promise<number> {
  const [row] = await org.query<{ found: number }>(query);
  return row?.found ?? 0;
}
