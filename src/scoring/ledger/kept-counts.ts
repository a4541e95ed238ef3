import type { CategoryCounts } from '../net-promoter-score.ts';
import { addOne, countsPerAccount } from './answer-key.ts';
import type { AnswerKey, KeyBounds } from './answer-key.ts';

/** Promoters, passives and detractors of all accounts at an instant, which are kept up to date. */
export class KeptCounts {
  readonly at: number;
  /** Answers count at the instant from the first key on, and below the second. */
  readonly valid: AnswerKey;
  readonly after: AnswerKey;
  #counts: Int32Array<ArrayBuffer>;

  constructor(at: number, { valid, after }: KeyBounds, counts: Int32Array<ArrayBuffer>) {
    this.at = at;
    this.valid = valid;
    this.after = after;
    this.#counts = counts;
  }

  /** Three numbers an account, and perhaps more than there are accounts. */
  get all(): Int32Array<ArrayBuffer> {
    return this.#counts;
  }

  of(account: number): CategoryCounts {
    const first = account * countsPerAccount;
    const [promoters = 0, passives = 0, detractors = 0] = this.#counts.subarray(
      first,
      first + countsPerAccount,
    );
    return { promoters, passives, detractors };
  }

  /** Counts an answer of an account in the place of another; one that has expired, or is none, does not count. */
  replace(account: number, before: AnswerKey, key: AnswerKey): void {
    const first = account * countsPerAccount;
    if (before >= this.valid && before < this.after) addOne(this.#counts, first, before, -1);
    if (key >= this.valid && key < this.after) addOne(this.#counts, first, key, 1);
  }

  makeRoomFor(accounts: number): void {
    if (accounts * countsPerAccount <= this.#counts.length) return;
    const larger = new Int32Array(Math.ceil(accounts * 1.25) * countsPerAccount);
    larger.set(this.#counts);
    this.#counts = larger;
  }
}
