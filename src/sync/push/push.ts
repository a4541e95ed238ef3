import type { ParcelKind } from '../../outbox/outbox.ts';
import { progressTeller } from '../run.ts';
import type { Run } from '../run.ts';
import { finishDue } from './details-step.ts';
import { writeLoad } from './load-write.ts';
import { startLoad } from './loads.ts';
import { matchDue } from './match-step.ts';
import { writeFew } from './write-step.ts';

/** How long a run waits for rows that are due again soon, before it leaves them to the next one. */
const patienceSeconds = 60;

/**
 * Brings everything of a kind that waits into the org, step by step: its place is sought, it is written, its details are
 * written. What failed and is due again soon is waited for; what another worker holds is left to it.
 */
export async function pushKind(run: Run, kind: ParcelKind): Promise<void> {
  const { outbox, directory, clock, sleep, signal, onProgress } = run;
  const { waiting, inFlight } = (await outbox.summary()).counts[kind];
  const tell = progressTeller(run, waiting + inFlight);
  while (!signal.aborted) {
    const settledBefore = run.settled;
    await matchDue(run, kind, tell);
    await writeDue(run, kind, tell);
    if (kind === 'response') await finishDue(run, tell);
    // answers that come after them find the invitations that were written now
    else directory.forgetInvitations();
    const due = await outbox.nextDue(kind);
    const now = clock();
    if (due === undefined || due.getTime() - now.getTime() > patienceSeconds * 1000) return;
    if (due > now) {
      onProgress({ stage: 'wait', until: due, left: waiting + inFlight });
      await sleep(Math.max(50, due.getTime() - now.getTime()));
    } else if (run.settled === settledBefore) return;
  }
}

async function writeDue(run: Run, kind: ParcelKind, tell: () => void): Promise<void> {
  const { outbox, signal, clock, mostByCollections } = run;
  while (!signal.aborted && (await outbox.countDue(kind, 'write', clock())) > mostByCollections) {
    const load = await startLoad(run, kind, 'write');
    if (load === undefined || !(await writeLoad(run, load))) break;
    tell();
  }
  await writeFew(run, kind, tell);
}
