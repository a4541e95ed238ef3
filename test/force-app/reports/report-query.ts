import type { Criterion, Grouping, Report, ReportType } from './definitions.ts';
import type { Found, OrgObjects } from './org-objects.ts';

/** A report as one SOQL query, and what its result columns stand for. */
export interface ReportQuery {
  soql: string;
  /** For each grouping the result columns that make its label. */
  groups: string[][];
  /** Result column by summed column of the report. */
  sums: Map<string, string>;
}

/** The tables of a report type as seen from the records that are its rows. */
interface Tables {
  /** Object whose records are the rows. */
  rows: string;
  /** By name of the table: its object, and the way to it from a row, such as `Action_Plan__r.Account__r.`. */
  tables: Map<string, { object: string; way: string }>;
}

/**
 * Says in SOQL what a report counts: the last object joined gives the rows, criteria become conditions, groupings
 * GROUP BY, summed columns SUM.
 * @throws Error for what is not translated: a list joined with or without children, unless a criterion leaves out the
 * parents that have none
 */
export async function queryOf(report: Report, type: ReportType, objects: OrgObjects): Promise<ReportQuery> {
  if (report.timeFrame.interval !== 'INTERVAL_CUSTOM')
    throw new Error('Only reports of all time are translated.');
  const { rows, tables } = await tablesOf(report, type, objects);
  const find = async (column: string): Promise<Found> => {
    const [name = '', field = ''] = column.split('$');
    const table = tables.get(name);
    if (table === undefined) throw new Error(`${type.name} has no table ${name}`);
    const found = await objects.find(table.object, field);
    return { ...found, path: `${table.way}${found.path}` };
  };
  const selected: string[] = [];
  const grouped: string[] = [];
  const groups: string[][] = [];
  for (const grouping of [...report.down, ...report.across]) {
    const parts = partsOf(grouping, await find(grouping.column));
    groups.push(parts.map((_part, index) => `g${grouped.length + index}`));
    for (const part of parts) {
      selected.push(`${part} g${grouped.length}`);
      grouped.push(part);
    }
  }
  const sums = new Map<string, string>();
  for (const { column, aggregate } of report.columns) {
    if (aggregate === undefined) continue;
    if (aggregate !== 'Sum') throw new Error(`${aggregate} is not translated.`);
    const alias = `s${sums.size}`;
    sums.set(column, alias);
    selected.push(`SUM(${(await find(column)).path}) ${alias}`);
  }
  const conditions: string[] = [];
  for (const criterion of report.criteria)
    conditions.push(conditionOf(criterion, await find(criterion.column)));
  const where =
    report.logic?.replaceAll(/\d+/g, (number) => conditions[Number(number) - 1] ?? '') ??
    conditions.join(' AND ');
  const soql = [
    `SELECT ${['COUNT(Id) n', ...selected].join(', ')} FROM ${rows}`,
    ...(where === '' ? [] : [`WHERE ${where}`]),
    `GROUP BY ${grouped.join(', ')}`,
  ].join(' ');
  return { soql, groups, sums };
}

async function tablesOf(report: Report, type: ReportType, objects: OrgObjects): Promise<Tables> {
  let name = type.baseObject;
  const chain = [{ name, object: name, parent: '' }];
  for (const { relationship, outer } of type.joins) {
    const above = chain.at(-1)?.object ?? '';
    name = `${name}.${relationship}`;
    if (outer && !leavesOutBlanks(report, name))
      throw new Error(`${name} with or without is not translated.`);
    chain.push({ name, ...(await objects.children(above, relationship)) });
  }
  const tables = new Map<string, { object: string; way: string }>();
  let way = '';
  for (const link of chain.toReversed()) {
    tables.set(link.name, { object: link.object, way });
    way += `${link.parent}.`;
  }
  return { rows: chain.at(-1)?.object ?? '', tables };
}

/** Whether a criterion on a table cannot hold where there is no record in it. */
function leavesOutBlanks({ criteria, logic }: Report, table: string): boolean {
  return (
    logic === undefined &&
    criteria.some(
      ({ column, operator, value }) =>
        column.startsWith(`${table}$`) && (value === '') === (operator === 'notEqual'),
    )
  );
}

/** Dates are grouped by year and by month or quarter of the calendar. */
function partsOf({ granularity }: Grouping, { path, type }: Found): string[] {
  if (type !== 'date') return [path];
  if (granularity !== 'Month' && granularity !== 'Quarter')
    throw new Error(`${granularity} is not translated.`);
  return [`CALENDAR_YEAR(${path})`, `CALENDAR_${granularity.toUpperCase()}(${path})`];
}

const operators: Record<string, string> = {
  equals: '=',
  notEqual: '!=',
  greaterThan: '>',
  greaterOrEqual: '>=',
};

function conditionOf({ operator, value }: Criterion, { path, type }: Found): string {
  const sign = operators[operator];
  if (sign === undefined) throw new Error(`${operator} is not translated.`);
  if (value === '') return `${path} ${sign} null`;
  if (type === 'boolean') return `${path} ${sign} ${value === '1' ? 'true' : 'false'}`;
  // numbers, and relative dates such as LAST_N_DAYS:365, which SOQL writes as reports do
  if (['double', 'int', 'currency', 'date', 'datetime'].includes(type)) return `${path} ${sign} ${value}`;
  // several values stand in one criterion, between commas
  const values = value.split(',').map((one) => `'${one.replaceAll("'", "\\'")}'`);
  if (values.length === 1) return `${path} ${sign} ${values[0]}`;
  return `${path} ${operator === 'equals' ? 'IN' : 'NOT IN'} (${values.join(', ')})`;
}
