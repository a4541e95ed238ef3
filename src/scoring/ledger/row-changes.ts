import { noAnswer } from './answer-key.ts';
import type { AnswerKey } from './answer-key.ts';
import type { AnswerRows } from './answer-rows.ts';
import type { ChangeBatch } from './change-batch.ts';

/**
 * What changes of answers have changed in rows, in order, a column each: the place of a row, and its key before and after.
 * Before is {@link noAnswer} for a new row, after for one that its answer has left.
 */
export class RowChanges {
  length = 0;
  places = new Int32Array(0);
  before = new Float64Array(0);
  after = new Float64Array(0);

  /**
   * Takes changes into the rows, and the place of the row changes before. An answer keeps its row as long as the row keeps
   * its list.
   * @param oldest rows of answers below this key are in no list
   */
  take(batch: ChangeBatch, rows: AnswerRows, oldest: AnswerKey): void {
    this.#makeRoomFor(2 * batch.length);
    this.length = 0;
    for (let index = 0; index < batch.length; index += 1) {
      const id = batch.ids[index] as number;
      const account = batch.accounts[index] as number;
      const contact = batch.contacts[index] as number;
      const key = batch.keys[index] as number;
      let place = rows.placeOf(id);
      let before = place === -1 ? noAnswer : rows.keyAt(place);
      if (Math.min(before, key) >= oldest && rows.isOf(place, account, contact)) {
        rows.setKey(place, key);
      } else {
        if (before !== noAnswer) this.#leave(rows, place, before);
        if (key === noAnswer) continue;
        place = rows.append(id, account, contact, key);
        before = noAnswer;
      }
      this.#note(place, before, key);
    }
  }

  #leave(rows: AnswerRows, place: number, before: AnswerKey): void {
    rows.setKey(place, noAnswer);
    this.#note(place, before, noAnswer);
  }

  #note(place: number, before: AnswerKey, after: AnswerKey): void {
    this.places[this.length] = place;
    this.before[this.length] = before;
    this.after[this.length] = after;
    this.length += 1;
  }

  #makeRoomFor(length: number): void {
    if (length <= this.places.length) return;
    this.places = new Int32Array(length);
    this.before = new Float64Array(length);
    this.after = new Float64Array(length);
  }
}
