import type { Org } from '../org.ts';

/** Carries an outcome out of a transaction that is to be undone. */
class Undone<Outcome> extends Error {
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super('The transaction was undone');
    this.name = 'Undone';
    this.outcome = outcome;
  }
}

/**
 * Runs `work` on the org and returns its outcome. All that was written is undone when `keep` says no to the
 * outcome, or when the work throws.
 */
export function runTogether<Outcome>(
  org: Org,
  work: () => Outcome,
  keep: (outcome: Outcome) => boolean,
): Outcome {
  try {
    return org.transact(() => {
      const outcome = work();
      if (!keep(outcome)) throw new Undone(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof Undone) return error.outcome as Outcome;
    throw error;
  }
}
