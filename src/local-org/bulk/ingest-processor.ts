import { randomUUID } from 'node:crypto';
import { setImmediate as otherRequests } from 'node:timers/promises';
import { SalesforceError } from '../errors.ts';
import type { Org } from '../org.ts';
import type { BulkJob } from './bulk-job.ts';
import { JobFailed, readColumns } from './columns.ts';
import type { Column, RowError } from './columns.ts';
import { COLUMN_DELIMITERS, rowsOf, valuesOf } from './csv-rows.ts';
import type { BulkFaults } from './faults.ts';
import { ROWS_PER_CHUNK } from './job-store.ts';
import type { JobStore } from './job-store.ts';
import { masterFinder, MasterLocks } from './master-locks.ts';
import { lockedRow, saveRows } from './save-rows.ts';

/** Source: Bulk API 2.0 Developer Guide, "How Requests Are Processed": a batch for every 10,000 records. */
const CHUNKS_PER_BATCH = 10_000 / ROWS_PER_CHUNK;
/** Batches of one job that run at the same time where locks are modelled. */
const BATCHES_IN_FLIGHT = 4;

/** What the processors of jobs work with. */
export interface ProcessorOptions {
  org: Org;
  jobs: JobStore;
  faults: BulkFaults;
  /** Whether batches run side by side, so that they can be in each other's way. */
  lockModel: boolean;
  /** Told of unexpected errors, with their id. */
  log: (message: string) => void;
}

/** A job that is being processed. */
interface RunningJob {
  columns: Column[];
  /** Numbers of the chunks that wait, by batch. */
  batches: Map<number, number[]>;
  mastersOf: (values: readonly string[] | undefined) => string[];
}

/** A chunk whose turn it is. */
interface Step {
  job: BulkJob;
  running: RunningJob;
  batch: number;
  chunk: number;
}

/**
 * Carries out ingest jobs in the background: chunks of 200 rows, each in a transaction that also writes down what became
 * of its rows, so that a job that was cut short goes on where it stopped and does no row twice. Other requests are
 * answered between chunks. Jobs take turns, chunk by chunk.
 */
export class IngestProcessor {
  readonly #options: ProcessorOptions;
  readonly #running = new Map<string, RunningJob>();
  #stopping = false;
  #work: Promise<void> | undefined;

  constructor(options: ProcessorOptions) {
    this.#options = options;
  }

  /** Looks for jobs that wait, and carries them out. */
  wake(): void {
    this.#work ??= this.#run()
      .catch((error: unknown) => {
        this.#options.log(`error: bulk jobs are not processed before the next start: ${String(error)}`);
      })
      .finally(() => {
        this.#work = undefined;
      });
  }

  /** Stops after the chunk that is being processed; the rest waits for the next start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#work;
  }

  async #run(): Promise<void> {
    await otherRequests();
    while (!this.#stopping) {
      const round = this.#nextRound();
      if (round.length === 0) return;
      const locks = new MasterLocks();
      for (const step of round) {
        this.#process(step, locks);
        await otherRequests();
        if (this.#isStopping()) return;
      }
    }
  }

  /** Read anew after every pause, which the type checker cannot see. */
  #isStopping(): boolean {
    return this.#stopping;
  }

  /** The chunks that are in flight together: the next one of each batch that runs, of all jobs. */
  #nextRound(): Step[] {
    const waiting = this.#options.jobs.waiting('ingest');
    for (const id of this.#running.keys()) {
      if (!waiting.some((job) => job.id === id)) this.#running.delete(id);
    }
    return waiting.flatMap((job) => this.#guarded(job, () => this.#stepsOf(job)) ?? []);
  }

  #stepsOf(job: BulkJob): Step[] {
    const running = this.#running.get(job.id) ?? this.#start(job);
    if (running.batches.size === 0) {
      this.#end(job, 'JobComplete');
      return [];
    }
    const width = this.#options.lockModel ? BATCHES_IN_FLIGHT : 1;
    return [...running.batches].slice(0, width).map(([batch, [chunk]]) => ({
      job,
      running,
      batch,
      chunk: chunk!,
    }));
  }

  #start(job: BulkJob): RunningJob {
    const { org, jobs } = this.#options;
    const { settings } = job;
    if (job.errorMessage !== undefined) throw new JobFailed(job.errorMessage);
    const names = valuesOf(job.header ?? '', COLUMN_DELIMITERS[settings.columnDelimiter]);
    if (job.header === undefined || names === undefined) {
      throw new JobFailed(
        job.header === undefined
          ? 'InvalidBatch : Failed to parse CSV header. Error: there is none'
          : 'InvalidBatch : Failed to parse CSV header. Error: Found unescaped quote. A value with quote should be within a quote',
      );
    }
    const columns = readColumns(org.schema, org.access(job.userId), settings, names);
    const running: RunningJob = {
      columns,
      batches: Map.groupBy(jobs.chunks(job, 'undone'), (chunk) => Math.floor(chunk / CHUNKS_PER_BATCH)),
      mastersOf: masterFinder(org, settings, columns),
    };
    const modifiedAt = org.clock().toISOString();
    jobs.update(job, { state: 'InProgress', startedAt: job.startedAt ?? modifiedAt, modifiedAt });
    this.#running.set(job.id, running);
    return running;
  }

  #process(step: Step, locks: MasterLocks): void {
    const { org, jobs } = this.#options;
    // Aborted, failed or deleted since the round began.
    const job = jobs.find('ingest', step.job.id);
    if (job?.state !== 'InProgress') return;
    this.#guarded(job, () => {
      const { settings } = job;
      const delimiter = COLUMN_DELIMITERS[settings.columnDelimiter];
      const rows = rowsOf(jobs.content(job, step.chunk), settings.lineEnding).map((row) =>
        valuesOf(row, delimiter),
      );
      const refusals = this.#refusals(step, rows, locks);
      const from = org.clock();
      org.transact(() => {
        const { columns } = step.running;
        const outcomes = saveRows(org, { userId: job.userId }, { settings, columns }, rows, refusals);
        const now = org.clock();
        jobs.addOutcomes(job, step.chunk, JSON.stringify(outcomes), {
          processed: outcomes.length,
          failed: outcomes.filter((outcome) => 'error' in outcome).length,
          milliseconds: now.getTime() - from.getTime(),
          modifiedAt: now.toISOString(),
        });
      });
      const { batches } = step.running;
      const rest = batches.get(step.batch)?.slice(1) ?? [];
      if (rest.length > 0) batches.set(step.batch, rest);
      else batches.delete(step.batch);
      if (batches.size === 0) this.#end(job, 'JobComplete');
    });
  }

  /** The rows that faults on demand, or masters held by others, keep from being saved. */
  #refusals(
    { job, running, batch, chunk }: Step,
    rows: readonly (readonly string[] | undefined)[],
    locks: MasterLocks,
  ): Map<number, RowError> {
    const { faults, lockModel } = this.#options;
    const { object, operation } = job.settings;
    const fault = faults.beforeChunk({ jobId: job.id, object, operation, batch, chunk, rows: rows.length });
    if (fault?.failJobNow !== undefined) throw new JobFailed(fault.failJobNow);
    const held = lockModel ? locks.take(`${job.id}-${batch}`, rows.map(running.mastersOf)) : [];
    return new Map([
      ...(fault?.lockRows ?? []).map((row): [number, RowError] => [row, lockedRow()]),
      ...[...held].map(([row, master]): [number, RowError] => [row, lockedRow(master)]),
    ]);
  }

  /** Does a part of a job; what goes wrong with it as a whole ends it, and no other job. */
  #guarded<Result>(job: BulkJob, part: () => Result): Result | undefined {
    try {
      return part();
    } catch (error) {
      this.#end(job, 'Failed', this.#reason(error));
      return undefined;
    }
  }

  #reason(error: unknown): string {
    if (error instanceof JobFailed) return error.message;
    if (error instanceof SalesforceError) return `InvalidBatch : ${error.errorCode}: ${error.message}`;
    const errorId = randomUUID();
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#options.log(`error ${errorId}: ${detail}`);
    return `An unexpected error occurred. Please include this ErrorId if you report it: ${errorId}`;
  }

  #end(job: BulkJob, state: 'JobComplete' | 'Failed', errorMessage?: string): void {
    const modifiedAt = this.#options.org.clock().toISOString();
    const startedAt = job.startedAt ?? modifiedAt;
    this.#options.jobs.update(job, {
      state,
      startedAt,
      modifiedAt,
      ...(errorMessage === undefined ? {} : { errorMessage }),
    });
    this.#running.delete(job.id);
  }
}
