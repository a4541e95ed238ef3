/** More changes than this are not remembered. */
const mostRemembered = 200_000;

/**
 * Remembers which changes have been dealt with, so that the rounds of a server, which overlap, do so once. What is forgotten
 * is dealt with again, which does no harm.
 */
export class SeenChanges {
  readonly #seen = new Set<string>();
  #pending: string[] = [];

  /** Begins a round: what the last one has not dealt with is new again. */
  begin(): void {
    this.#pending = [];
  }

  /** Whether a row of a question was not here before: the same record changed again is another one, by its SystemModstamp. */
  isNew(question: string, row: object): boolean {
    const key = `${question} ${JSON.stringify(row)}`;
    if (this.#seen.has(key)) return false;
    this.#pending.push(key);
    return true;
  }

  /** The changes of this round are dealt with. */
  remember(): void {
    if (this.#seen.size + this.#pending.length > mostRemembered) this.#seen.clear();
    for (const key of this.#pending) this.#seen.add(key);
    this.#pending = [];
  }
}
