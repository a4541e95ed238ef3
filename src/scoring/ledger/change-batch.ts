import { answerKey, noAnswer } from './answer-key.ts';
import { checkedKey, checkNumbers, isNumber, lengthOf, mostAnswers } from './answer-row.ts';
import type { AnswerChunk, AnswerRow } from './answer-row.ts';
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
    this.#begin(changes.length);
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

  /** As {@link read}, of answers in columns. @throws RangeError also when the columns are not of one length */
  readColumns(answers: AnswerChunk): void {
    this.#begin(lengthOf(answers));
    const { id, account, contact, respondedAt, score } = answers;
    for (let index = 0; index < this.length; index += 1) {
      checkNumbers(id[index] as number, account[index] as number, contact[index] as number);
      this.keys[index] = answerKey(respondedAt[index] as number, score[index] as number);
      this.ids[index] = id[index] as number;
      this.accounts[index] = account[index] as number;
      this.contacts[index] = contact[index] as number;
    }
  }

  #begin(length: number): void {
    if (length > this.ids.length) {
      this.ids = new Uint32Array(length);
      this.accounts = new Int32Array(length);
      this.contacts = new Uint32Array(length);
      this.keys = new Float64Array(length);
    }
    this.length = length;
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
