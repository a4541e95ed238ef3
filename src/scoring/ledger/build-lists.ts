import {
  addOne,
  categoryIndex,
  countsPerAccount,
  isSameInstant,
  keysPerInstant,
  noAnswer,
} from './answer-key.ts';
import type { AnswerKey, KeyBounds } from './answer-key.ts';
import {
  accountWord,
  contactsPerPartition,
  contactWord,
  linkWord,
  rowsPerBlock,
  rowWords,
} from './answer-rows.ts';
import type { AnswerRows } from './answer-rows.ts';
import { ContactLists } from './contact-lists.ts';
import type { IdOrder } from './contact-lists.ts';
import { firstWord, listWords, ownerWord } from './list-table.ts';

export interface BuiltLists {
  lists: ContactLists;
  /** Promoters, passives, detractors of each account. */
  counts: Int32Array<ArrayBuffer>;
}

/** The arrays that the loops over all rows work on. */
interface Arrays {
  keys: Float64Array;
  words: Uint32Array;
  newest: Float64Array;
  heads: Int32Array;
  /** Places of the rows of a block that are wanted. */
  sifted: Int32Array;
}

/**
 * Lists of all answers from a key on (`oldest`), and the counts of all accounts, partition after partition.
 *
 * The loops that see every row decide nothing by what they read, and compute with 0 and 1 instead: a processor guesses
 * decisions, here it would guess wrong every third time, and each wrong guess costs more than all the rest. Two answers of
 * a contact at one instant they only notice, for a block of rows at a time; such contacts are then looked at again.
 */
export function buildLists(
  rows: AnswerRows,
  { valid, after }: KeyBounds,
  oldest: AnswerKey,
  order: IdOrder,
): BuiltLists {
  rows.settle();
  const lists = new ContactLists(rows, order);
  const { newest, words: heads } = rows.contacts;
  const sifted = new Int32Array(rowsPerBlock);
  const arrays: Arrays = { keys: rows.keys, words: rows.words, newest, heads, sifted };
  // by the account + 1: the first three belong to contacts without an answer
  const counts = new Int32Array((rows.accountCount + 1) * countsPerAccount);
  for (const [first, end] of rows.spans(rows.anonymous, valid)) {
    countAnonymous(arrays, sift(arrays, first, end, valid), after, counts);
  }
  for (const [index, partition] of rows.byContact.entries()) {
    const firstContact = index * contactsPerPartition;
    const endContact = Math.min(firstContact + contactsPerPartition, rows.contactCount);
    clear(arrays, firstContact, endContact);
    const unclear = new Set<number>();
    for (const [first, end] of rows.spans([partition], oldest)) {
      const found = sift(arrays, first, end, oldest);
      if (link(arrays, found, after)) noteUnclear(rows, sifted.subarray(0, found), lists, unclear);
    }
    for (const contact of unclear) lists.setNewest(contact, lists.newestBelow(contact, after));
    countNewest(arrays, firstContact, endContact, valid, counts);
  }
  const others = new Set<number>();
  for (const place of rows.places([rows.elsewhere], oldest)) {
    const list = lists.listOf(rows.accountAt(place), rows.contactAt(place));
    lists.link(list, place);
    others.add(list);
  }
  for (const list of others) {
    const key = lists.newestBelow(list, after);
    lists.setNewest(list, key);
    if (key >= valid) addOne(counts, (lists.accountOf(list) + 1) * countsPerAccount, key, 1);
  }
  return { lists, counts: counts.slice(countsPerAccount) };
}

/** Forgets the lists of contacts. */
function clear({ newest, heads }: Arrays, first: number, end: number): void {
  for (let contact = first; contact < end; contact += 1) {
    newest[2 * contact] = noAnswer;
    heads[listWords * contact + firstWord] = 0;
  }
}

/** Writes down the places of a block's answers from a key on. Returns how many they are. */
function sift({ keys, sifted }: Arrays, first: number, end: number, oldest: AnswerKey): number {
  let found = 0;
  for (let place = first; place < end; place += 1) {
    sifted[found] = place;
    found += Number((keys[place] as number) >= oldest);
  }
  return found;
}

/** Links sifted rows to their contacts' lists. Returns whether two of a contact may be of the same instant. */
function link({ keys, words, newest, heads, sifted }: Arrays, found: number, after: AnswerKey): boolean {
  let near = 0;
  for (let index = 0; index < found; index += 1) {
    const place = sifted[index] as number;
    const row = rowWords * place;
    const contact = words[row + contactWord] as number;
    const first = listWords * contact + firstWord;
    words[row + linkWord] = heads[first] as number;
    heads[first] = place + 1;
    const key = keys[place] as number;
    const other = newest[2 * contact] as number;
    const difference = key - other;
    newest[2 * contact] = other + difference * (Number(difference > 0) & Number(key < after));
    near |= Number(Math.abs(difference) < keysPerInstant);
  }
  return near === 1;
}

function noteUnclear(rows: AnswerRows, places: Int32Array, lists: ContactLists, unclear: Set<number>): void {
  for (const place of places) {
    const contact = rows.contactAt(place);
    if (isSameInstant(rows.keyAt(place), lists.newestOf(contact))) unclear.add(contact);
  }
}

function countNewest(
  { newest, heads }: Arrays,
  first: number,
  end: number,
  valid: AnswerKey,
  counts: Int32Array,
): void {
  for (let contact = first; contact < end; contact += 1) {
    const key = newest[2 * contact] as number;
    const owner = heads[listWords * contact + ownerWord] as number;
    const at = owner * countsPerAccount + categoryIndex(key);
    counts[at] = (counts[at] as number) + Number(key >= valid);
  }
}

function countAnonymous(
  { keys, words, sifted }: Arrays,
  found: number,
  after: AnswerKey,
  counts: Int32Array,
): void {
  for (let index = 0; index < found; index += 1) {
    const place = sifted[index] as number;
    const key = keys[place] as number;
    const owner = (words[rowWords * place + accountWord] as number) + 1;
    const at = owner * countsPerAccount + categoryIndex(key);
    counts[at] = (counts[at] as number) + Number(key < after);
  }
}
