/**
 * The local org of a measurement, in a process of its own: `org-process.ts <contacts>`, and `locks` where batches of bulk
 * jobs are to be in each other's way. Ends with its parent.
 */
import { startBenchOrg } from './bench-org.ts';

const [contacts, mode] = process.argv.slice(2);
const bench = await startBenchOrg({
  accounts: 100,
  contacts: Number(contacts),
  bulkLockModel: mode === 'locks',
});
process.send?.({ ...bench, localOrg: undefined });
process.once('disconnect', () => process.exit(0));
