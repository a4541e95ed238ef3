import { recordsPerBatch } from './csv-writer.ts';

/** Records of a group, from one position to before another. */
export interface GroupPart {
  /** Position of the group among those given. */
  group: number;
  from: number;
  to: number;
}

/**
 * In which order groups of records go into jobs, so that no group is in two batches that are processed at once: Salesforce
 * cuts a job's rows into batches of 10,000, in their order, processes those of a job side by side, and locks the master of
 * each detail it inserts. So batches are filled to the last row, and one that cannot be ends its job. What is more than a
 * batch's worth of one group goes into jobs of its own. The jobs are for one after the other.
 *
 * Source: Bulk API 2.0 and Bulk API Developer Guide, "Understanding Bulk API 2.0 Ingest"; "General Guidelines for Data Loads"
 * (organize batches to minimize lock contention).
 * @param groupSizes how many records each group has; whole numbers
 * @returns the jobs, each as the parts to write in their order
 */
export function planBatches(groupSizes: readonly number[]): GroupPart[][] {
  const alone: GroupPart[][] = [];
  const bySize = new Map<number, GroupPart[]>();
  groupSizes.forEach((size, group) => {
    let from = 0;
    for (; size - from >= recordsPerBatch; from += recordsPerBatch) {
      alone.push([{ group, from, to: from + recordsPerBatch }]);
    }
    if (from === size) return;
    const part = { group, from, to: size };
    // its other batches must not be processed at the same time
    if (from > 0) alone.push([part]);
    else if (bySize.has(size)) bySize.get(size)!.push(part);
    else bySize.set(size, [part]);
  });
  const jobs: GroupPart[][] = [];
  let full: GroupPart[] = [];
  for (let batch = fillBatch(bySize); batch.parts.length > 0; batch = fillBatch(bySize)) {
    if (batch.room === 0) full = full.concat(batch.parts);
    else jobs.push(batch.parts);
  }
  // the full batches, and the first of the others as their end, are one job
  if (full.length > 0) jobs.unshift(full.concat(jobs.shift() ?? []));
  return [...jobs, ...alone];
}

/** Takes groups, the largest that fits each time, until a batch is full or nothing fits. */
function fillBatch(bySize: Map<number, GroupPart[]>): { parts: GroupPart[]; room: number } {
  const parts: GroupPart[] = [];
  let room = recordsPerBatch;
  for (const size of [...bySize.keys()].sort((a, b) => b - a)) {
    const waiting = bySize.get(size)!;
    const count = Math.min(waiting.length, Math.floor(room / size));
    for (const part of waiting.splice(waiting.length - count)) parts.push(part);
    if (waiting.length === 0) bySize.delete(size);
    room -= count * size;
  }
  return { parts, room };
}
