import { claimOf, leaseSeconds } from './run.ts';
import type { Run } from './run.ts';

/**
 * Lengthens the leases of a run's worker, three times in the time of a lease, until it is ended: a bulk job, or an org that is
 * slow to answer, may take longer than a lease.
 */
export function keepLeases(run: Run): { end: () => void } {
  const timer = setInterval(
    () => {
      // where the outbox cannot be reached now, the next time may do; else the run itself meets the failure
      run.outbox.extendLeases(claimOf(run)).catch(() => undefined);
    },
    (leaseSeconds / 3) * 1000,
  );
  timer.unref();
  return { end: () => clearInterval(timer) };
}
