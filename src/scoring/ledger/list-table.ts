/** The words of a list behind its newest key, which takes the first two. */
export const listWords = 4;
export const [firstWord, ownerWord] = [2, 3];

/** Sixteen bytes a list, side by side, so that a change touches one place in memory. */
export class ListTable {
  /** Key of the newest answer up to the instant of the kept counts, expired or not: `newest[2 × index]`. */
  newest: Float64Array<ArrayBuffer>;
  /** The place + 1 of a list's first row, and its account + 1; 0 for none. */
  words: Int32Array<ArrayBuffer>;

  constructor(length: number) {
    this.newest = new Float64Array(2 * length);
    this.words = new Int32Array(this.newest.buffer);
  }

  makeRoomFor(index: number): void {
    if (2 * index < this.newest.length) return;
    const larger = new Float64Array(2 * Math.ceil((index + 1) * 1.5));
    const words = new Int32Array(larger.buffer);
    words.set(this.words);
    [this.newest, this.words] = [larger, words];
  }
}
