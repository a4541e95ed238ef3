import { answerKey, noAnswer } from './answer-key.ts';
import type { AnswerKey } from './answer-key.ts';
import { anonymousContact, checkedKey, checkNumbers, isChunk, mostAnswers } from './answer-row.ts';
import type { AnswerChunk, AnswerRow } from './answer-row.ts';
import {
  accountWord,
  blockBits,
  contactWord,
  idWord,
  newestKey,
  ownRows,
  rowsPerBlock,
  rowWords,
  spansOf,
  takeUnsettled,
} from './row-blocks.ts';
import type { Partition } from './row-blocks.ts';
import { ListTable, listWords, ownerWord } from './list-table.ts';

/** 2^14 neighbouring contacts share a partition: what there is to it fits in a processor's cache. */
const partitionBits = 14;
export const contactsPerPartition = 2 ** partitionBits;

/**
 * All answers as they were streamed in, checked, 24 bytes each, with those of neighbouring contacts near each other: dealing
 * them out while they come spares the work on them from reaching all over memory. A row keeps its place; an answer that
 * is removed, or put elsewhere, leaves a row without a key behind.
 */
export class AnswerRows {
  /** The key of the row at a place: `keys[place]`. */
  keys: Float64Array<ArrayBuffer>;
  /** Contact, account, id and link of the row at a place: `words[4 × place + contactWord]` and so on. */
  words: Uint32Array<ArrayBuffer>;
  readonly byContact: Partition[] = [];
  readonly anonymous: Partition[] = [];
  /** Answers of contacts that were first heard at another account. */
  readonly elsewhere: Partition = { blocks: [], next: 0, settled: 0 };
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
  add({ id, account, contact, respondedAt, score }: AnswerChunk): void {
    const { length } = id;
    for (const { length: other } of [account, contact, respondedAt, score]) {
      if (other !== length) throw new RangeError(`Columns of ${length} and ${other} answers do not match.`);
    }
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
    const partition = this.#partitionOf(account, contact);
    this.#place(id, account, contact, key, partition);
  }

  /** Gives an answer a row, of numbers that have been checked, among rows that are settled. Returns its place. */
  append(id: number, account: number, contact: number, key: AnswerKey): number {
    let partition = this.#partitionOf(account, contact);
    if (contact !== anonymousContact) {
      this.contacts.makeRoomFor(contact);
      const at = listWords * contact + ownerWord;
      const owner = this.contacts.words[at] as number;
      if (owner === 0) this.contacts.words[at] = account + 1;
      else if (owner !== account + 1) partition = this.elsewhere;
    }
    partition.settled += 1;
    const place = this.#place(id, account, contact, key, partition);
    this.setKey(place, key);
    return place;
  }

  /**
   * To be called when all have been taken in: gives each contact to the account where it was first heard, puts its answers
   * at others elsewhere, and notes how new the blocks are. A partition at a time, and so in a part of memory that fits in a
   * cache.
   */
  settle(): void {
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

  #partitionOf(account: number, contact: number): Partition {
    if (account >= this.accountCount) this.accountCount = account + 1;
    const isAnonymous = contact === anonymousContact;
    if (contact >= this.contactCount && !isAnonymous) this.contactCount = contact + 1;
    const partitions = isAnonymous ? this.anonymous : this.byContact;
    const index = (isAnonymous ? account : contact) >>> partitionBits;
    while (partitions.length <= index) partitions.push({ blocks: [], next: 0, settled: 0 });
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
      const [account, contact, key] = [this.accountAt(place), this.contactAt(place), this.keyAt(place)];
      if (this.contacts.words[listWords * contact + ownerWord] === account + 1 || key === noAnswer) continue;
      this.keys[place] = noAnswer;
      this.#place(this.idAt(place), account, contact, key, this.elsewhere);
    }
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

/**
 * Takes answers in as they are streamed, one by one or in chunks.
 * @throws RangeError naming the first value that is none
 */
export async function readAnswers(
  source: AsyncIterable<AnswerRow | AnswerChunk> | Iterable<AnswerRow | AnswerChunk>,
  expected?: number,
): Promise<AnswerRows> {
  const rows = new AnswerRows(expected);
  for await (const part of source) {
    if (isChunk(part)) rows.add(part);
    else rows.set(part.id, part.account, part.contact, checkedKey(part));
  }
  rows.settle();
  return rows;
}
