import { dayOf } from './answer-key.ts';
import type { AnswerKey } from './answer-key.ts';
import type { AnswerRows } from './answer-rows.ts';
import { takeUnsettled } from './row-blocks.ts';

const listingsPerBlock = 15;
const wordsPerBlock = listingsPerBlock + 1;
const none = -1;

/**
 * The rows with an answer of a given UTC day: what to look at when time passes that day, or a window's length later, when
 * its answers expire. A row stays listed when its answer goes or gets another day: that costs a look, and never a wrong
 * count, for who looks goes by the instant itself.
 */
export class DayIndex {
  readonly #rows: AnswerRows;
  readonly #oldest: AnswerKey;
  /** Blocks of 16 words: 15 places of rows, and the block before of the same day. */
  #blocks: Int32Array;
  #blockCount = 0;
  /** Of each day from the first: its newest block, and how many rows stand there. */
  #newest = new Int32Array(0);
  #filled = new Int32Array(0);
  #firstDay = 0;

  /** Lists all rows, those from a key on. */
  constructor(rows: AnswerRows, oldest: AnswerKey) {
    this.#rows = rows;
    this.#oldest = oldest;
    this.#blocks = new Int32Array(wordsPerBlock * (Math.ceil((rows.length * 1.125) / listingsPerBlock) + 64));
    takeUnsettled(rows.late);
    this.#addRows(0, rows.length);
  }

  /** Lists the answers that came late since the last time: left until someone asks, so that taking them in is faster. */
  catchUp(): void {
    for (const [first, end] of takeUnsettled(this.#rows.late)) this.#addRows(first, end);
  }

  /** Lists a row whose answer has got another instant. */
  relist(before: AnswerKey, after: AnswerKey, place: number): void {
    if (dayOf(before) !== dayOf(after)) this.#add(dayOf(after), place);
  }

  #addRows(first: number, end: number): void {
    for (let place = first; place < end; place += 1) {
      const key = this.#rows.keyAt(place);
      if (key >= this.#oldest) this.#add(dayOf(key), place);
    }
  }

  #add(day: number, place: number): void {
    const index = day - this.#firstDay;
    if (index < 0 || index >= this.#newest.length) {
      this.#makeRoomFor(day);
      this.#add(day, place);
      return;
    }
    let block = this.#newest[index] as number;
    let filled = this.#filled[index] as number;
    if (block === none || filled === listingsPerBlock) {
      block = this.#startBlock(block);
      this.#newest[index] = block;
      filled = 0;
    }
    this.#blocks[block + filled] = place;
    this.#filled[index] = filled + 1;
  }

  /** The places listed under the days from the first to the last: in no order, and a place perhaps more than once. */
  placesOf(first: number, last: number): Int32Array {
    const found: number[] = [];
    const end = Math.min(last - this.#firstDay, this.#newest.length - 1);
    for (let index = Math.max(0, first - this.#firstDay); index <= end; index += 1) {
      let block = this.#newest[index] as number;
      let filled = this.#filled[index] as number;
      while (block !== none) {
        for (let word = 0; word < filled; word += 1) found.push(this.#blocks[block + word] as number);
        block = this.#blocks[block + listingsPerBlock] as number;
        filled = listingsPerBlock;
      }
    }
    return Int32Array.from(found);
  }

  #startBlock(before: number): number {
    const block = this.#blockCount * wordsPerBlock;
    this.#blockCount += 1;
    if (block + wordsPerBlock > this.#blocks.length) {
      const larger = new Int32Array(Math.ceil(this.#blocks.length * 1.5));
      larger.set(this.#blocks);
      this.#blocks = larger;
    }
    this.#blocks[block + listingsPerBlock] = before;
    return block;
  }

  #makeRoomFor(day: number): void {
    const days = this.#newest.length;
    if (days === 0) this.#firstDay = day;
    // room beyond the day, so that days which come one by one do not copy each time
    const margin = Math.max(400, days >>> 1);
    const first = day < this.#firstDay ? day - margin : this.#firstDay;
    const end = Math.max(this.#firstDay + days, day + margin);
    const newest = new Int32Array(end - first).fill(none);
    const filled = new Int32Array(end - first);
    newest.set(this.#newest, this.#firstDay - first);
    filled.set(this.#filled, this.#firstDay - first);
    [this.#newest, this.#filled, this.#firstDay] = [newest, filled, first];
  }
}
