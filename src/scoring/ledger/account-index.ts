import type { Validity } from './account-history.ts';
import { categoryIndex, instantOf, noAnswer } from './answer-key.ts';
import type { AnswerKey } from './answer-key.ts';
import type { AnswerRows } from './answer-rows.ts';
import type { ContactLists } from './contact-lists.ts';

interface AccountAnswers {
  lists: number[];
  /** Places of anonymous answers. */
  anonymous: number[];
}

/** Which answers are an account's: what to look at for its history. */
export class AccountIndex {
  readonly #rows: AnswerRows;
  readonly #lists: ContactLists;
  readonly #accounts = new Map<number, AccountAnswers>();

  /** @param oldest key from which on answers are wanted */
  constructor(rows: AnswerRows, lists: ContactLists, oldest: AnswerKey) {
    this.#rows = rows;
    this.#lists = lists;
    for (const list of lists.all()) this.addList(lists.accountOf(list), list);
    for (const place of rows.anonymousPlaces(oldest)) this.addAnonymous(rows.accountAt(place), place);
  }

  addList(account: number, list: number): void {
    this.#answersOf(account).lists.push(list);
  }

  addAnonymous(account: number, place: number): void {
    this.#answersOf(account).anonymous.push(place);
  }

  /**
   * When each answer of an account counts: from its instant until the same contact's next answer or the end of the window,
   * whichever is first; an anonymous one until the end of the window. Those that never count are left out.
   * @param window in milliseconds
   */
  *validities(account: number, window: number): Generator<Validity> {
    const answers = this.#accounts.get(account);
    for (const list of answers?.lists ?? []) {
      const keys = this.#lists.keysOf(list);
      for (const [index, key] of keys.entries()) {
        const begin = instantOf(key);
        const next = keys[index + 1];
        const end = next === undefined ? begin + window : Math.min(begin + window, instantOf(next));
        if (end > begin) yield { category: categoryIndex(key), begin, end };
      }
    }
    for (const place of answers?.anonymous ?? []) {
      const key = this.#rows.keyAt(place);
      if (key !== noAnswer)
        yield { category: categoryIndex(key), begin: instantOf(key), end: instantOf(key) + window };
    }
  }

  #answersOf(account: number): AccountAnswers {
    let answers = this.#accounts.get(account);
    if (answers === undefined) {
      answers = { lists: [], anonymous: [] };
      this.#accounts.set(account, answers);
    }
    return answers;
  }
}
