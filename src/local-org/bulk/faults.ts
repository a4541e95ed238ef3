/** A chunk that is about to be processed. */
export interface ChunkAhead {
  jobId: string;
  /** API name. */
  object: string;
  operation: string;
  /** Number of the batch of 10,000 rows within the job, from 0. */
  batch: number;
  /** Number of the chunk of 200 rows within the job, from 0. */
  chunk: number;
  /** Rows in this chunk. */
  rows: number;
}

/** What is to go wrong with a chunk. */
export interface ChunkFault {
  /** Ends the job in the state Failed with this message; this chunk and all others that wait stay unprocessed. */
  failJobNow?: string;
  /** Rows of the chunk, from 0, that fail with UNABLE_TO_LOCK_ROW; numbers beyond the chunk mean nothing. */
  lockRows?: readonly number[];
}

/** Faults on demand in bulk jobs: asked before each chunk; undefined lets it be. */
export interface BulkFaults {
  beforeChunk: (chunk: ChunkAhead) => ChunkFault | undefined;
}

/** Nothing goes wrong by itself. */
export const NO_BULK_FAULTS: BulkFaults = { beforeChunk: () => undefined };
