import { bulkQuery } from '../../salesforce/bulk/bulk-query.ts';
import {
  allContacts,
  allInvitations,
  contactOf,
  countPeople,
  invitationOf,
} from '../../salesforce/find-directory.ts';
import type { Run } from '../run.ts';
import { mostMatchedAtOnce } from './directory.ts';

/** Fewer parcels than this are looked up one by one: a query job takes its time however little it brings. */
export const fewestForDirectory = 20_000;

/** More contacts than this are not kept in memory: about 100 MB. */
const mostLoaded = 400_000;

/** A page of a query job's results that we ask for, in rows. */
const rowsPerPage = 25_000;

/** A query job costs its creation, about four looks at it, and its pages. */
const callsOfQueryJob = (rows: number) => 5 + Math.max(1, Math.ceil(rows / rowsPerPage));

/** To look parcels up costs one call for surveys and contacts, and one for invitations, for each chunk. */
const callsOfLookUp = (parcels: number) => 2 * Math.ceil(parcels / mostMatchedAtOnce);

/**
 * Whether it costs fewer API calls to load everyone in the org than to ask for those whom parcels name.
 * @param parcels how many wait to be matched
 */
export function loadsDirectory(
  parcels: number,
  { contacts, invitations }: { contacts: number; invitations: number },
): boolean {
  if (parcels < fewestForDirectory || contacts > mostLoaded) return false;
  return callsOfQueryJob(contacts) + callsOfQueryJob(invitations) < callsOfLookUp(parcels);
}

/** Takes everyone in the org into the run's directory, where so many parcels wait that it is worth it. */
export async function loadDirectory(run: Run, parcels: number): Promise<void> {
  const { org, directory, clock, sleep } = run;
  if (parcels < fewestForDirectory || !loadsDirectory(parcels, await countPeople(org))) return;
  for await (const rows of bulkQuery(org, allContacts, { clock, sleep })) {
    for (const row of rows) directory.addContact(contactOf(row));
  }
  for await (const rows of bulkQuery(org, allInvitations, { clock, sleep })) {
    for (const row of rows) directory.addInvitation(invitationOf(row));
  }
  directory.completed();
}
