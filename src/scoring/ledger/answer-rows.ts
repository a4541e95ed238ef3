import { answerKey, noAnswer } from './answer-key.ts';
import type { AnswerKey } from './answer-key.ts';
import { anonymousContact, checkNumbers, lengthOf, mostAnswers } from './answer-row.ts';
import type { AnswerChunk } from './answer-row.ts';
import {
  accountWord,
  blockBits,
  contactWord,
  emptyPartition,
  idWord,
  newestKey,
  ownRows,
  rowsPerBlock,
  rowWords,
  spansOf,
  takeUnsettled,
  touchMemory,
} from './row-blocks.ts';
import type { Partition } from './row-blocks.ts';
import { ListTable, listWords, ownerWord } from './list-table.ts';

/** 2^14 neighbouring contacts share a partition: what there is to it fits in a processor's cache. */
const partitionBits = 14;
export const contactsPerPartition = 2 ** partitionBits;

/**
 * All answers as they were streamed in, checked, 24 bytes each, with those of neighbouring contacts near each other: dealing
 * them out while they come spares the work on them from reaching all over memory. Later ones stand one behind the other until
 * all are settled again; in between a row keeps its place. One that an answer has left has no key.
 */
export class AnswerRows {
  /** The key of the row at a place: `keys[place]`. */
  keys: Float64Array<ArrayBuffer>;
  /** Contact, account, id and link of the row at a place: `words[4 × place + contactWord]` and so on. */
  words: Uint32Array<ArrayBuffer>;
  readonly byContact: Partition[] = [];
  readonly anonymous: Partition[] = [];
  /** Answers of contacts that were first heard at another account. */
  readonly elsewhere = emptyPartition();
  /** Answers that came after the others had been settled. */
  late = emptyPartition();
  /** By contact: the account where it was first heard, once the rows are settled. The rest is for who makes lists of them. */
  readonly contacts = new ListTable(64);
  /** One more than the highest number so far. */
  accountCount = 0;
  contactCount = 0;
  /** By number of the answer: its place + 1, or 0. */
  #places: Uint32Array<ArrayBuffer>;
  #blockCount = 0;
  /** By block: no key in it is higher. */
  #newest: Float64Array<ArrayBuffer>;

  /** @param expected how many answers will come, where that is known: it saves copying */
  constructor(expected = 0) {
    this.#places = new Uint32Array(Math.min(mostAnswers, Math.ceil(expected * 1.0625) + 64));
    const blocks = Math.ceil((expected * 1.0625) / rowsPerBlock) + 2;
    this.keys = new Float64Array(blocks * rowsPerBlock);
    this.words = new Uint32Array(blocks * rowsPerBlock * rowWords);
    this.#newest = new Float64Array(blocks);
  }

  /** Takes answers in. @throws RangeError naming the first value that is none; the rows before it are in. */
  add(answers: AnswerChunk): void {
    const length = lengthOf(answers);
    const { id, account, contact, respondedAt, score } = answers;
    for (let row = 0; row < length; row += 1) {
      const key = answerKey(respondedAt[row] as number, score[row] as number);
      this.set(id[row] as number, account[row] as number, contact[row] as number, key);
    }
  }

  /** Takes one answer in, in the place of the one with its number. @throws RangeError naming a number out of range */
  set(id: number, account: number, contact: number, key: AnswerKey): void {
    checkNumbers(id, account, contact);
    const before = this.placeOf(id);
    if (before !== -1) {
      if (this.isOf(before, account, contact)) {
        this.setKey(before, key);
        return;
      }
      this.keys[before] = noAnswer;
    }
    this.#noteNumbers(account, contact);
    this.#place(id, account, contact, key, this.#partitionOf(account, contact));
  }

  /** Gives a late answer a row, of numbers that have been checked. Returns its place. */
  append(id: number, account: number, contact: number, key: AnswerKey): number {
    this.#noteNumbers(account, contact);
    const place = this.#place(id, account, contact, key, this.late);
    this.setKey(place, key);
    return place;
  }

  /**
   * To be called when all have been taken in: deals out those that were late, gives contacts to the account where they were
   * first heard, puts their answers at others elsewhere, and notes how new blocks are. One partition after the other. Has
   * memory ready for the next ones.
   */
  settle(): void {
    this.#dealOutLate();
    this.contacts.makeRoomFor(this.contactCount - 1);
    for (const partition of this.byContact) {
      for (const [first, end] of takeUnsettled(partition)) {
        this.#noteNewest(first, end);
        if (!ownRows(this.words, this.contacts.words, first, end)) this.#moveElsewhere(first, end);
      }
    }
    for (const partition of [...this.anonymous, this.elsewhere]) {
      for (const [first, end] of takeUnsettled(partition)) this.#noteNewest(first, end);
    }
    touchMemory(this.keys, this.length);
    touchMemory(this.words, this.length * rowWords);
    touchMemory(this.#places, 0);
  }

  /** Gives the row at a place another instant and score, or {@link noAnswer}. */
  setKey(place: number, key: AnswerKey): void {
    this.keys[place] = key;
    const block = place >>> blockBits;
    if (key > (this.#newest[block] as number)) this.#newest[block] = key;
  }

  /** Whether the row at a place is of a contact of an account. */
  isOf(place: number, account: number, contact: number): boolean {
    return this.accountAt(place) === account && this.contactAt(place) === contact;
  }

  /** The place of an answer, or −1; one that was removed has a place, and no key. */
  placeOf(id: number): number {
    return (this.#places[id] ?? 0) - 1;
  }

  /** How many rows there are, with those that no longer hold an answer. */
  get length(): number {
    return this.#blockCount * rowsPerBlock;
  }

  keyAt(place: number): AnswerKey {
    return this.keys[place] as number;
  }

  contactAt(place: number): number {
    return this.words[rowWords * place + contactWord] as number;
  }

  accountAt(place: number): number {
    return this.words[rowWords * place + accountWord] as number;
  }

  idAt(place: number): number {
    return this.words[rowWords * place + idWord] as number;
  }

  /** From where to where rows of partitions stand, a block at a time; blocks that are older than a key are left out. */
  *spans(partitions: Iterable<Partition>, oldest: AnswerKey): Generator<[first: number, end: number]> {
    for (const partition of partitions) {
      for (const [first, end] of spansOf(partition)) {
        if ((this.#newest[first >>> blockBits] as number) >= oldest) yield [first, end];
      }
    }
  }

  /** The places of answers of partitions, from a key on. */
  *places(partitions: Iterable<Partition>, oldest: AnswerKey): Generator<number> {
    for (const [first, end] of this.spans(partitions, oldest)) {
      for (let place = first; place < end; place += 1) if (this.keyAt(place) >= oldest) yield place;
    }
  }

  /** The places of anonymous answers, from a key on. */
  *anonymousPlaces(oldest: AnswerKey): Generator<number> {
    yield* this.places(this.anonymous, oldest);
    for (const place of this.places([this.late], oldest))
      if (this.contactAt(place) === anonymousContact) yield place;
  }

  #noteNumbers(account: number, contact: number): void {
    if (account >= this.accountCount) this.accountCount = account + 1;
    if (contact >= this.contactCount && contact !== anonymousContact) this.contactCount = contact + 1;
  }

  #partitionOf(account: number, contact: number): Partition {
    const isAnonymous = contact === anonymousContact;
    const partitions = isAnonymous ? this.anonymous : this.byContact;
    const index = (isAnonymous ? account : contact) >>> partitionBits;
    while (partitions.length <= index) partitions.push(emptyPartition());
    return partitions[index] as Partition;
  }

  #place(id: number, account: number, contact: number, key: AnswerKey, partition: Partition): number {
    if (id >= this.#places.length) this.#makeRoomForId(id);
    const place = partition.next & (rowsPerBlock - 1) ? partition.next : this.#startBlock(partition);
    partition.next = place + 1;
    this.#places[id] = place + 1;
    this.keys[place] = key;
    this.words[rowWords * place + contactWord] = contact;
    this.words[rowWords * place + accountWord] = account;
    this.words[rowWords * place + idWord] = id;
    return place;
  }

  #noteNewest(first: number, end: number): void {
    const block = first >>> blockBits;
    this.#newest[block] = newestKey(this.keys, first, end, this.#newest[block] as number);
  }

  #moveElsewhere(first: number, end: number): void {
    for (let place = first; place < end; place += 1) {
      const owner = this.contacts.words[listWords * this.contactAt(place) + ownerWord];
      if (owner !== this.accountAt(place) + 1) this.#move(place, this.elsewhere);
    }
  }

  #dealOutLate(): void {
    for (const [first, end] of spansOf(this.late)) {
      for (let place = first; place < end; place += 1)
        this.#move(place, this.#partitionOf(this.accountAt(place), this.contactAt(place)));
    }
    this.late = emptyPartition();
  }

  /** Moves an answer to another partition, unless it has been removed. */
  #move(place: number, partition: Partition): void {
    const key = this.keyAt(place);
    if (key === noAnswer) return;
    this.keys[place] = noAnswer;
    this.#place(this.idAt(place), this.accountAt(place), this.contactAt(place), key, partition);
  }

  #startBlock(partition: Partition): number {
    const first = this.#blockCount * rowsPerBlock;
    this.#blockCount += 1;
    if (this.#blockCount * rowsPerBlock > this.keys.length) {
      const rows = (Math.ceil(this.#blockCount * 1.5) + 2) * rowsPerBlock;
      const keys = new Float64Array(rows);
      const words = new Uint32Array(rows * rowWords);
      keys.set(this.keys);
      words.set(this.words);
      const newest = new Float64Array(rows / rowsPerBlock);
      newest.set(this.#newest);
      [this.keys, this.words, this.#newest] = [keys, words, newest];
    }
    partition.blocks.push(first);
    return first;
  }

  #makeRoomForId(id: number): void {
    const larger = new Uint32Array(Math.min(mostAnswers, Math.ceil((id + 1) * 1.5)));
    larger.set(this.#places);
    this.#places = larger;
  }
}
