import { noAnswer } from './answer-key.ts';
import { checkedKey, isNumber, mostAnswers } from './answer-row.ts';
import type { AnswerRow } from './answer-row.ts';
import type { AnswerRows } from './answer-rows.ts';

/** An answer that came, was corrected, or moved to another contact or account; or the number of one that went. */
export type AnswerChange = { put: AnswerRow } | { remove: number };

/** Changes on their way in, checked, a column each; a removal has no key. */
export class ChangeBatch {
  length = 0;
  ids = new Uint32Array(0);
  accounts = new Int32Array(0);
  contacts = new Uint32Array(0);
  keys = new Float64Array(0);
  /** What {@link fetch} read: kept, so that reading is not left out as being of no use. */
  fetched = 0;

  /** Takes the place of the changes before. @throws RangeError naming the first value that is none */
  read(changes: readonly AnswerChange[]): void {
    const { length } = changes;
    if (length > this.ids.length) {
      this.ids = new Uint32Array(length);
      this.accounts = new Int32Array(length);
      this.contacts = new Uint32Array(length);
      this.keys = new Float64Array(length);
    }
    this.length = length;
    let index = 0;
    for (const change of changes) {
      if ('put' in change) {
        const { put } = change;
        this.keys[index] = checkedKey(put);
        this.ids[index] = put.id;
        this.accounts[index] = put.account;
        this.contacts[index] = put.contact;
      } else {
        this.keys[index] = noAnswer;
        this.ids[index] = isNumber(change.remove, mostAnswers) ? change.remove : mostAnswers;
      }
      index += 1;
    }
  }

  /**
   * Reads once what the changes will need. It lies anywhere in memory; one after the other each change would wait for its
   * own, while a loop that does nothing else has the processor fetch many at once.
   */
  fetch(rows: AnswerRows): void {
    const { ids, contacts, keys } = this;
    let sum = 0;
    for (let index = 0; index < this.length; index += 1) sum += rows.placeOf(ids[index] as number);
    for (let index = 0; index < this.length; index += 1) {
      const place = rows.placeOf(ids[index] as number);
      if (place === -1) continue;
      const contact = rows.contactAt(place);
      sum += rows.keyAt(place);
      if (keys[index] === noAnswer) contacts[index] = contact;
    }
    const { newest } = rows.contacts;
    const contactCount = newest.length / 2;
    for (let index = 0; index < this.length; index += 1) {
      const contact = contacts[index] as number;
      if (contact < contactCount) sum += newest[2 * contact] as number;
    }
    this.fetched = sum;
  }
}
