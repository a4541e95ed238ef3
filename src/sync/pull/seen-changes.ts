/** Of more changes than this, those that have not come for the longest time are forgotten. */
const mostRemembered = 200_000;

/**
 * Remembers which changes have been dealt with, so that the rounds of a server, which overlap, do so once. What is forgotten
 * is dealt with again, which does no harm.
 */
export class SeenChanges {
  readonly #most: number;
  readonly #seen = new Set<string>();
  #pending: string[] = [];

  constructor(most = mostRemembered) {
    this.#most = most;
  }

  /** Begins a round: what the last one has not dealt with is new again. */
  begin(): void {
    this.#pending = [];
  }

  /** Whether a row of a question was not here before: the same record changed again is another one, by its SystemModstamp. */
  isNew(question: string, row: object): boolean {
    const key = `${question} ${JSON.stringify(row)}`;
    // behind the others: it has come again
    const isKnown = this.#seen.delete(key);
    if (isKnown) this.#seen.add(key);
    else this.#pending.push(key);
    return !isKnown;
  }

  /** The changes of this round are dealt with. */
  remember(): void {
    for (const key of this.#pending) this.#seen.add(key);
    this.#pending = [];
    for (const key of this.#seen) {
      if (this.#seen.size <= this.#most) break;
      this.#seen.delete(key);
    }
  }
}
