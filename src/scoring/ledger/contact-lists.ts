import { isSameInstant, noAnswer } from './answer-key.ts';
import type { AnswerKey } from './answer-key.ts';
import { linkWord, rowWords } from './row-blocks.ts';
import type { AnswerRows } from './answer-rows.ts';
import { firstWord, ListTable, listWords, ownerWord } from './list-table.ts';

/**
 * Decides between two answers of one contact at the very same instant, by their numbers: positive where the first counts.
 * Where ids are texts, compare those: `(a, b) => (texts[a] > texts[b] ? 1 : -1)`.
 */
export type IdOrder = (a: number, b: number) => number;

/** Above any number of an account, so that contact and account make one number. */
const accountsPerContact = 2 ** 26;

/**
 * The answers of each contact of an account as a list of rows, in no order, and which of them is the newest. Anonymous
 * answers are in no list.
 *
 * The list of a contact at the account where it was first heard has the contact's number. Those of a contact at further
 * accounts have numbers below 0.
 */
export class ContactLists {
  readonly direct: ListTable;
  /** List −1 stands at 0, −2 at 1, and so on. */
  readonly #others = new ListTable(64);
  readonly #rows: AnswerRows;
  readonly #order: IdOrder;
  readonly #elsewhere = new Map<number, number>();
  #otherCount = 0;

  constructor(rows: AnswerRows, order: IdOrder) {
    this.#rows = rows;
    this.#order = order;
    this.direct = rows.contacts;
  }

  /** The list of a contact of an account; a contact that is first heard here is this account's from now on. */
  listOf(account: number, contact: number): number {
    this.direct.makeRoomFor(contact);
    const { words } = this.direct;
    const at = listWords * contact + ownerWord;
    if (words[at] === 0) words[at] = account + 1;
    return words[at] === account + 1 ? contact : this.#listElsewhere(account, contact);
  }

  /** All lists that have rows. */
  *all(): Generator<number> {
    for (let list = -this.#otherCount; list < this.direct.newest.length / 2; list += 1) {
      if (!this.isEmpty(list)) yield list;
    }
  }

  /** The account of a list; −1 as long as it has none. */
  accountOf(list: number): number {
    return this.#word(list, ownerWord) - 1;
  }

  /** Puts a row in front of a list. Returns whether it is the first that was ever in it. */
  link(list: number, place: number): boolean {
    const { words } = list >= 0 ? this.direct : this.#others;
    const first = listWords * (list >= 0 ? list : -1 - list) + firstWord;
    const next = words[first] as number;
    this.#rows.words[rowWords * place + linkWord] = next;
    words[first] = place + 1;
    return next === 0;
  }

  /** Whether an answer has ever been in a list. */
  isEmpty(list: number): boolean {
    return this.#word(list, firstWord) === 0;
  }

  newestOf(list: number): AnswerKey {
    return (list >= 0 ? this.direct.newest[2 * list] : this.#others.newest[2 * (-1 - list)]) as number;
  }

  setNewest(list: number, key: AnswerKey): void {
    if (list >= 0) this.direct.newest[2 * list] = key;
    else this.#others.newest[2 * (-1 - list)] = key;
  }

  /** The key of the newest answer of a contact's list below a bound, or {@link noAnswer}. */
  newestBelow(list: number, bound: AnswerKey): AnswerKey {
    const rows = this.#rows;
    let [newest, newestPlace] = [noAnswer, -1];
    for (
      let next = this.#word(list, firstWord);
      next !== 0;
      next = rows.words[rowWords * (next - 1) + linkWord] as number
    ) {
      const key = rows.keyAt(next - 1);
      if (key >= bound || key === noAnswer) continue;
      const isNewer = isSameInstant(key, newest)
        ? this.#order(rows.idAt(next - 1), rows.idAt(newestPlace)) > 0
        : key > newest;
      if (isNewer) [newest, newestPlace] = [key, next - 1];
    }
    return newest;
  }

  /** The keys of the answers of a list, oldest first. */
  keysOf(list: number): AnswerKey[] {
    const rows = this.#rows;
    const places = this.#placesOf(list).filter((place) => rows.keyAt(place) !== noAnswer);
    const byTime = (a: number, b: number) =>
      isSameInstant(rows.keyAt(a), rows.keyAt(b))
        ? this.#order(rows.idAt(a), rows.idAt(b))
        : rows.keyAt(a) - rows.keyAt(b);
    return places.sort(byTime).map((place) => rows.keyAt(place));
  }

  #listElsewhere(account: number, contact: number): number {
    const pair = contact * accountsPerContact + account;
    let list = this.#elsewhere.get(pair);
    if (list === undefined) {
      this.#others.makeRoomFor(this.#otherCount);
      this.#others.words[listWords * this.#otherCount + ownerWord] = account + 1;
      this.#otherCount += 1;
      list = -this.#otherCount;
      this.#elsewhere.set(pair, list);
    }
    return list;
  }

  #placesOf(list: number): number[] {
    const places: number[] = [];
    let next = this.#word(list, firstWord);
    while (next !== 0) {
      places.push(next - 1);
      next = this.#rows.words[rowWords * (next - 1) + linkWord] as number;
    }
    return places;
  }

  #word(list: number, word: number): number {
    const value =
      list >= 0
        ? this.direct.words[listWords * list + word]
        : this.#others.words[listWords * (-1 - list) + word];
    return value as number;
  }
}
