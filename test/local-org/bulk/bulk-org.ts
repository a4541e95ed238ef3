import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import type { LocalOrgOptions } from '../../../src/local-org/start.ts';
import { startGardenOrg } from '../http/garden-org.ts';
import type { Answer, AskOptions, ErrorBody, GardenOrg } from '../http/garden-org.ts';

export const JOBS = '/services/data/v67.0/jobs';

/** What the tests read of a job. */
export interface Job {
  id: string;
  state: string;
  errorMessage?: string;
  numberRecordsProcessed: number;
  numberRecordsFailed: number;
  [property: string]: unknown;
}

/** One row of results by column name. */
export type ResultRow = Record<string, string>;

/** A garden org with hands for bulk jobs. */
export interface BulkOrg extends GardenOrg {
  /** Makes a job and sends its data; it is not processed yet. */
  upload: (settings: Record<string, unknown>, csv: string, options?: AskOptions) => Promise<Job>;
  setState: (id: string, state: string) => Promise<Answer<Job>>;
  /** The job once it has ended. */
  ended: (id: string, kind?: 'ingest' | 'query') => Promise<Job>;
  /** All of it: makes the job, sends the data, waits for the end. */
  load: (settings: Record<string, unknown>, csv: string, options?: AskOptions) => Promise<Job>;
  /** Results of a job, one of `successfulResults`, `failedResults`, `unprocessedrecords`. */
  results: (id: string, which: string) => Promise<ResultRow[]>;
  plots: (where?: string) => Promise<Record<string, unknown>[]>;
}

export async function startBulkOrg(options: Partial<LocalOrgOptions> = {}): Promise<BulkOrg> {
  const org = await startGardenOrg(options);
  const upload = async (settings: Record<string, unknown>, csv: string, options: AskOptions = {}) => {
    const made = await org.ask<Job>('POST', `${JOBS}/ingest`, { ...options, body: settings });
    if (made.status !== 200) throw new Error(made.text);
    const headers = { 'content-type': 'text/csv' };
    const sent = await org.ask('PUT', `${JOBS}/ingest/${made.json.id}/batches`, {
      ...options,
      headers,
      body: csv,
    });
    if (sent.status !== 201) throw new Error(sent.text);
    return made.json;
  };
  const setState = async (id: string, state: string, options: AskOptions = {}) =>
    await org.ask<Job>('PATCH', `${JOBS}/ingest/${id}`, { ...options, body: { state } });
  const ended = async (id: string, kind = 'ingest') => {
    for (;;) {
      const { json } = await org.ask<Job>('GET', `${JOBS}/${kind}/${id}`);
      if (['JobComplete', 'Failed', 'Aborted'].includes(json.state)) return json;
      await pause(5);
    }
  };
  return {
    ...org,
    upload,
    setState,
    ended,
    load: async (settings, csv, options) => {
      const { id } = await upload(settings, csv, options);
      await setState(id, 'UploadComplete', options);
      return await ended(id);
    },
    results: async (id, which) => {
      const { status, text } = await org.ask('GET', `${JOBS}/ingest/${id}/${which}`);
      if (status !== 200) throw new Error(text);
      return parse<ResultRow>(text, { columns: true });
    },
    plots: async (where = 'Id != null') =>
      (
        await org.connection.query(
          `SELECT Id, Name, Size__c, Rent__c, External_Id__c, Account__c FROM Plot__c WHERE ${where} ORDER BY Name`,
        )
      ).records,
  };
}

/** The first error of an answer, as `status CODE`. */
export function refusalOf({ status, json }: Answer<[ErrorBody, ...ErrorBody[]]>): string {
  return `${status} ${json[0].errorCode}`;
}

/** A CSV file of so many plots with an external id. */
export function plotsCsv(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => `plot-${index},p${index},${index % 1000}`);
  return ['Name,External_Id__c,Size__c', ...rows, ''].join('\n');
}
