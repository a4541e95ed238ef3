import type { AnswerKey } from './answer-key.ts';
import { listWords, ownerWord } from './list-table.ts';

/** The words of a row beside its key. */
export const rowWords = 4;
export const [contactWord, accountWord, idWord, linkWord] = [0, 1, 2, 3];

export const blockBits = 11;
export const rowsPerBlock = 2 ** blockBits;

/** The blocks of rows of neighbouring contacts: where each begins, where the next row goes, and how many are settled. */
export interface Partition {
  blocks: number[];
  next: number;
  settled: number;
}

export function emptyPartition(): Partition {
  return { blocks: [], next: 0, settled: 0 };
}

/** From where to where rows stand, in one block. */
export type Span = [first: number, end: number];

/** Where the rows of a partition stand. */
export function spansOf({ blocks, next }: Partition): Span[] {
  return blocks.map((first, index) => [first, index === blocks.length - 1 ? next : first + rowsPerBlock]);
}

/** Where the rows stand that have come since a partition was settled, which they are from now on. */
export function takeUnsettled(partition: Partition): Span[] {
  const spans = spansOf(partition).map(([first, end], index): Span => {
    return [first + Math.max(0, partition.settled - index * rowsPerBlock), end];
  });
  const open = spans.filter(([first, end]) => first < end);
  partition.settled += open.reduce((sum, [first, end]) => sum + end - first, 0);
  return open;
}

/** The highest key of rows, and of one that is known already. */
export function newestKey(keys: Float64Array, first: number, end: number, known: AnswerKey): AnswerKey {
  let newest = known;
  for (let place = first; place < end; place += 1) {
    const difference = (keys[place] as number) - newest;
    newest += difference * Number(difference > 0);
  }
  return newest;
}

/**
 * Gives contacts to the account where they are first heard, by the words of a `ListTable`. Returns whether all of the rows
 * are of their contact's account. Decides nothing by what it reads, like the loops of build-lists.ts.
 */
export function ownRows(words: Uint32Array, owners: Int32Array, first: number, end: number): boolean {
  let differences = 0;
  for (let place = first; place < end; place += 1) {
    const owner = (words[rowWords * place + accountWord] as number) + 1;
    const at = listWords * (words[rowWords * place + contactWord] as number) + ownerWord;
    const before = owners[at] as number;
    const isFree = Number(before === 0);
    owners[at] = before + owner * isFree;
    differences |= (before ^ owner) & (isFree - 1);
  }
  return differences === 0;
}

/** Bytes that a system gives out at once. */
const pageBytes = 4096;

/** Has the system give out an array's memory from an index on: it does so when a page is first written, which takes time. */
export function touchMemory(array: Float64Array | Uint32Array, from: number): void {
  const step = pageBytes / array.BYTES_PER_ELEMENT;
  for (let index = from; index < array.length; index += step) array[index] = array[index] as number;
}
