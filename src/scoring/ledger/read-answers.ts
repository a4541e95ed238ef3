import { checkedKey, isChunk } from './answer-row.ts';
import type { AnswerChunk, AnswerRow } from './answer-row.ts';
import { AnswerRows } from './answer-rows.ts';

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
