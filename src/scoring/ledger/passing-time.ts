import {
  addOne,
  boundsAt,
  countsPerAccount,
  dayOf,
  firstKeyAfter,
  instantOf,
  noAnswer,
} from './answer-key.ts';
import { anonymousContact } from './answer-row.ts';
import type { AnswerRows } from './answer-rows.ts';
import type { ContactLists } from './contact-lists.ts';
import type { DayIndex } from './day-index.ts';

const millisecondsPerDay = 86_400_000;

/** Over more days than this, looking at all answers is faster than at those that fall due. */
const longLeap = 31;

/** What time alone changes after an instant and up to another, which is not earlier. */
export class PassingTime {
  readonly #rows: AnswerRows;
  readonly #lists: ContactLists;
  readonly #days: DayIndex;
  readonly #window: number;
  readonly #from: number;
  readonly #to: number;

  /** @param times instants in milliseconds since 1970, the window in milliseconds */
  constructor(
    rows: AnswerRows,
    lists: ContactLists,
    days: DayIndex,
    times: { from: number; to: number; window: number },
  ) {
    this.#rows = rows;
    this.#lists = lists;
    this.#days = days;
    this.#from = times.from;
    this.#to = times.to;
    this.#window = times.window;
  }

  /** The counts after, from those before (`sign` 1), or the counts before, from those after (−1). */
  counts(counts: Int32Array, sign: 1 | -1): Int32Array<ArrayBuffer> {
    const changed = Int32Array.from(counts);
    const opposite = sign === 1 ? -1 : 1;
    const { from, to } = { from: boundsAt(this.#from, this.#window), to: boundsAt(this.#to, this.#window) };
    for (const list of this.lists()) {
      const first = this.#lists.accountOf(list) * countsPerAccount;
      const then = this.#lists.newestBelow(list, from.after);
      const now = this.#lists.newestBelow(list, to.after);
      if (then >= from.valid) addOne(changed, first, then, opposite);
      if (now >= to.valid) addOne(changed, first, now, sign);
    }
    for (const place of this.#anonymous()) {
      const key = this.#rows.keyAt(place);
      const first = this.#rows.accountAt(place) * countsPerAccount;
      if (key >= from.valid && key < from.after) addOne(changed, first, key, opposite);
      if (key >= to.valid && key < to.after) addOne(changed, first, key, sign);
    }
    return changed;
  }

  /** The lists of contacts where an answer begins to count or reaches the end of its window, and perhaps others. */
  lists(): Iterable<number> {
    if (this.#isLong()) return this.#lists.all();
    const lists = new Set<number>();
    for (const place of [...this.#arrivals(), ...this.#expiries()]) {
      const contact = this.#rows.contactAt(place);
      if (contact !== anonymousContact) lists.add(this.#lists.listOf(this.#rows.accountAt(place), contact));
    }
    return lists;
  }

  /** The accounts where an answer expires, in order. */
  expiring(): number[] {
    return this.#accountsOf(this.#expiries().filter((place) => this.#isNewestAtItsEnd(place)));
  }

  /** The accounts where an answer begins to count, in order. */
  arriving(): number[] {
    return this.#accountsOf(this.#arrivals());
  }

  #anonymous(): Iterable<number> {
    if (this.#isLong()) return this.#rows.anonymousPlaces(boundsAt(this.#from, this.#window).valid);
    const due = new Set([...this.#arrivals(), ...this.#expiries()]);
    return [...due].filter((place) => this.#rows.contactAt(place) === anonymousContact);
  }

  #isNewestAtItsEnd(place: number): boolean {
    const contact = this.#rows.contactAt(place);
    if (contact === anonymousContact) return true;
    const key = this.#rows.keyAt(place);
    const list = this.#lists.listOf(this.#rows.accountAt(place), contact);
    return this.#lists.newestBelow(list, firstKeyAfter(instantOf(key) + this.#window)) === key;
  }

  #isLong(): boolean {
    return this.#to - this.#from > longLeap * millisecondsPerDay;
  }

  #arrivals(): Int32Array {
    return this.#between(this.#from, this.#to);
  }

  #expiries(): Int32Array {
    return this.#between(this.#from - this.#window, this.#to - this.#window);
  }

  /** The places of answers that were given after an instant and up to another. */
  #between(from: number, to: number): Int32Array {
    const [first, end] = [firstKeyAfter(from), firstKeyAfter(to)];
    return this.#days.placesOf(dayOf(first), dayOf(end)).filter((place) => {
      const key = this.#rows.keyAt(place);
      return key !== noAnswer && key >= first && key < end;
    });
  }

  #accountsOf(places: Int32Array): number[] {
    return [...new Set(Array.from(places, (place) => this.#rows.accountAt(place)))].sort((a, b) => a - b);
  }
}
