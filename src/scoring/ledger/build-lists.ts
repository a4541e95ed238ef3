import {
  addOne,
  categoryIndex,
  countsPerAccount,
  isSameInstant,
  keysPerInstant,
  noAnswer,
} from './answer-key.ts';
import type { AnswerKey, KeyBounds } from './answer-key.ts';
import { contactsPerPartition } from './answer-rows.ts';
import { accountWord, contactWord, linkWord, rowsPerBlock, rowWords } from './row-blocks.ts';
import type { Partition, Span } from './row-blocks.ts';
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
  /** Promoters, passives, detractors by the account + 1: the first three belong to contacts without an answer. */
  counts: Int32Array<ArrayBuffer>;
}

interface Bounds extends KeyBounds {
  /** Answers below this key are not wanted. */
  oldest: AnswerKey;
}

/**
 * Lists of all answers from a key on (`oldest`), and the counts of all accounts, partition after partition.
 *
 * The loops that see every row decide nothing by what they read, and compute with 0 and 1 instead: a processor guesses
 * decisions, here it would guess wrong every third time, and each wrong guess costs more than all the rest. Two answers of
 * a contact at one instant they only notice; such partitions are then looked at again.
 */
export function buildLists(rows: AnswerRows, bounds: Bounds, order: IdOrder): BuiltLists {
  rows.settle();
  const lists = new ContactLists(rows, order);
  const { newest, words: heads } = rows.contacts;
  const sifted = new Int32Array(rowsPerBlock);
  const counts = new Int32Array((rows.accountCount + 1) * countsPerAccount);
  const arrays: Arrays = { keys: rows.keys, words: rows.words, newest, heads, sifted, counts };
  countAnonymous(arrays, [...rows.spans(rows.anonymous, bounds.valid)], bounds);
  for (const [index, partition] of rows.byContact.entries()) {
    const first = index * contactsPerPartition;
    const contacts: Span = [first, Math.min(first + contactsPerPartition, rows.contactCount)];
    const spans = [...rows.spans([partition], bounds.oldest)];
    if (takePartition(arrays, contacts, spans, bounds)) clearUp(rows, lists, partition, bounds, counts);
  }
  takeElsewhere(rows, lists, bounds, counts);
  return { lists, counts: counts.slice(countsPerAccount) };
}

/**
 * Links the rows of a partition to its contacts' lists, and counts the newest of each contact. Returns whether two answers
 * of a contact may be of the same instant.
 *
 * One function, long as it is: loops of their own would be compiled into their caller, which is called too seldom to be
 * compiled well, and take twice the time.
 */
function takePartition(
  { keys, words, newest, heads, sifted, counts }: Arrays,
  [firstContact, endContact]: Span,
  spans: Span[],
  { oldest, valid, after }: Bounds,
): boolean {
  let near = 0;
  for (let contact = firstContact; contact < endContact; contact += 1) {
    newest[2 * contact] = noAnswer;
    heads[listWords * contact + firstWord] = 0;
  }
  for (const [first, end] of spans) {
    let found = 0;
    for (let place = first; place < end; place += 1) {
      sifted[found] = place;
      found += Number((keys[place] as number) >= oldest);
    }
    for (let index = 0; index < found; index += 1) {
      const place = sifted[index] as number;
      const row = rowWords * place;
      const contact = words[row + contactWord] as number;
      const head = listWords * contact + firstWord;
      words[row + linkWord] = heads[head] as number;
      heads[head] = place + 1;
      const key = keys[place] as number;
      const other = newest[2 * contact] as number;
      const difference = key - other;
      newest[2 * contact] = other + difference * (Number(difference > 0) & Number(key < after));
      near |= Number(Math.abs(difference) < keysPerInstant);
    }
  }
  for (let contact = firstContact; contact < endContact; contact += 1) {
    const key = newest[2 * contact] as number;
    const owner = heads[listWords * contact + ownerWord] as number;
    const at = owner * countsPerAccount + categoryIndex(key);
    counts[at] = (counts[at] as number) + Number(key >= valid);
  }
  return near === 1;
}

function countAnonymous({ keys, words, counts }: Arrays, spans: Span[], { valid, after }: Bounds): void {
  for (const [first, end] of spans) {
    for (let place = first; place < end; place += 1) {
      const key = keys[place] as number;
      const owner = (words[rowWords * place + accountWord] as number) + 1;
      const at = owner * countsPerAccount + categoryIndex(key);
      counts[at] = (counts[at] as number) + (Number(key >= valid) & Number(key < after));
    }
  }
}

/** Looks for the newest answer of contacts who may have two of its instant, and counts it in the place of the other. */
function clearUp(
  rows: AnswerRows,
  lists: ContactLists,
  partition: Partition,
  { oldest, valid, after }: Bounds,
  counts: Int32Array,
): void {
  const unclear = new Set<number>();
  for (const place of rows.places([partition], oldest)) {
    const contact = rows.contactAt(place);
    if (isSameInstant(rows.keyAt(place), lists.newestOf(contact))) unclear.add(contact);
  }
  for (const contact of unclear) {
    const first = (lists.accountOf(contact) + 1) * countsPerAccount;
    const [before, key] = [lists.newestOf(contact), lists.newestBelow(contact, after)];
    lists.setNewest(contact, key);
    if (before >= valid) addOne(counts, first, before, -1);
    if (key >= valid) addOne(counts, first, key, 1);
  }
}

/** Links and counts the answers of contacts at another account than their first. */
function takeElsewhere(
  rows: AnswerRows,
  lists: ContactLists,
  { oldest, valid, after }: Bounds,
  counts: Int32Array,
): void {
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
}
