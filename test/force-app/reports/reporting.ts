import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OrgClient } from '../../../src/demo/org-client.ts';
import { startDemo } from '../../../src/demo/start-demo.ts';
import type { Demo } from '../../../src/demo/start-demo.ts';
import { projectRoot } from '../../support/test-org.ts';
import { readDefinitions } from './definitions.ts';
import type { Definitions } from './definitions.ts';
import { OrgObjects } from './org-objects.ts';
import { queryOf } from './report-query.ts';
import { valueOf } from './summary-formula.ts';

/** One group of a report's result. */
export interface ReportRow {
  /** Labels of its groupings, from the outermost; `-` where there is no value, as reports show it. */
  groups: string[];
  records: number;
  /** By column: `Account$Feedback_Promoters__c`. */
  sums: Map<string, number>;
  /** By developer name: `FORMULA1`. */
  formulas: Map<string, number>;
}

/** The demo org, with reports that run in it. */
export interface Reporting {
  demo: Demo;
  definitions: Definitions;
  /** The org in the hands of a user of the demo, by part. */
  as: (part: string) => OrgClient;
  /** The objects as a user of the demo sees them. */
  objectsOf: (part: string) => OrgObjects;
  /** Runs a report as a user of the demo, the leader unless said: what it says is read from force-app. */
  run: (name: string, part?: string) => Promise<ReportRow[]>;
  /** How many records stand in each group of a report: `{ 'Relationship 2026 | Answered': 132 }`. */
  count: (name: string, part?: string) => Promise<Record<string, number>>;
  /** The sum of a column over a whole report. */
  total: (name: string, column: string) => Promise<number>;
}

/** Noon, so that it is the same day in nearly every time zone. */
export const today = new Date('2027-03-01T12:00:00Z');

const folder = 'Customer_Feedback';

/** Starts the demo, with its answers synced, before the tests of a `describe`, and stops it after. */
export function useReporting(): Reporting {
  const reporting = {} as Reporting;
  const directory = mkdtempSync(join(tmpdir(), 'rapport-reports-'));
  before(async () => {
    const demo = await startDemo({ directory, projectRoot, port: 0, reset: false, clock: () => today });
    const tokenOf = (part: string) => demo.accessTokenFor(`${part}@norvale.example`);
    reporting.demo = demo;
    reporting.definitions = readDefinitions();
    reporting.as = (part) => new OrgClient(demo.orgUrl, tokenOf(part));
    reporting.objectsOf = (part) => new OrgObjects(demo.orgUrl, tokenOf(part));
  });
  after(async () => {
    await (reporting.demo as Demo | undefined)?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  reporting.run = async (name, part = 'leader') => {
    const report = reporting.definitions.reports.get(`${folder}/${name}`);
    const type = reporting.definitions.reportTypes.get(report?.reportType ?? '');
    if (report === undefined || type === undefined) throw new Error(`There is no report ${name}.`);
    const { soql, groups, sums } = await queryOf(report, type, reporting.objectsOf(part));
    const rows = await reporting.as(part).query<Record<string, unknown>>(soql);
    return rows.map((row) => {
      const summed = new Map([...sums].map(([column, alias]) => [column, Number(row[alias] ?? 0)]));
      return {
        groups: groups.map((aliases) => labelOf(aliases.map((alias) => row[alias]))),
        records: Number(row['n']),
        sums: summed,
        formulas: new Map(
          report.formulas.map(({ name: field, formula }) => [field, valueOf(formula, summed)]),
        ),
      };
    });
  };
  reporting.count = async (name, part) =>
    Object.fromEntries(
      (await reporting.run(name, part)).map(({ groups, records }) => [groups.join(' | '), records]),
    );
  reporting.total = async (name, column) =>
    (await reporting.run(name)).reduce((total, { sums }) => total + (sums.get(column) ?? Number.NaN), 0);
  return reporting;
}

function labelOf(values: unknown[]): string {
  if (values.some((value) => value === null || value === undefined)) return '-';
  return values.map(String).join('-');
}
