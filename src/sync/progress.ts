/** How fast work goes, and how long the rest of it takes at that pace; absent until there is something to go by. */
export interface PaceNow {
  rowsPerSecond?: number;
  secondsLeft?: number;
}

export type PushProgress = { stage: 'push'; done: number; left: number } & PaceNow;

/** What a sync is doing right now. */
export type SyncProgress =
  | PushProgress
  /** The org works on a bulk job: rows of it that are processed, of how many. */
  | { stage: 'bulk'; jobId: string; processed: number; rows?: number | undefined }
  | { stage: 'wait'; until: Date; left: number }
  | { stage: 'pull' }
  | { stage: 'score'; done: number };

/** A moment of some work: how many rows were done by then. */
export interface Milestone {
  at: Date;
  done: number;
}

/** How far back a pace is looked at, in seconds: long enough to be steady, short enough to notice a change. */
export const paceWindowSeconds = 60;

/**
 * The pace of work between its oldest milestone within the last minute and now, and how long the rest takes.
 * @param milestones oldest first
 */
export function paceOf(milestones: readonly Milestone[], now: Date, left: number): PaceNow {
  const recent = milestones.filter(({ at }) => now.getTime() - at.getTime() <= paceWindowSeconds * 1000);
  // of a burst after a long silence, what came before it is the only thing to go by
  const first = recent.length > 1 ? recent[0] : (milestones.at(-2) ?? milestones[0]);
  const last = milestones.at(-1);
  if (first === undefined || last === undefined) return {};
  const seconds = (now.getTime() - first.at.getTime()) / 1000;
  const rows = last.done - first.done;
  if (seconds <= 0 || rows <= 0) return {};
  const rowsPerSecond = rows / seconds;
  return { rowsPerSecond, secondsLeft: Math.ceil(left / rowsPerSecond) };
}

/** Keeps the milestones of some work, as many as its pace needs. */
export class Pace {
  #milestones: Milestone[];

  constructor(start: Date) {
    this.#milestones = [{ at: start, done: 0 }];
  }

  of(done: number, left: number, now: Date): PaceNow {
    this.#milestones.push({ at: now, done });
    const oldest = now.getTime() - paceWindowSeconds * 1000;
    const firstRecent = this.#milestones.findIndex(({ at }) => at.getTime() >= oldest);
    // one before the window stays, for the case that nothing else is in it
    this.#milestones = this.#milestones.slice(Math.max(0, firstRecent - 1));
    return paceOf(this.#milestones, now, left);
  }
}
