import type { Access } from '../access/access.ts';
import { objectOf } from '../schema/schema.ts';
import type { Field, ObjectDefinition, Schema, SummaryDefinition } from '../schema/schema.ts';
import { quoted } from '../store/database.ts';
import type { Row, Store, StoredValue } from '../store/database.ts';
import { readRow, updateRow } from '../store/rows.ts';
import { decimalSum } from '../values/rounding.ts';
import { checkValidationRules } from './checks.ts';
import type { RecordContext } from './context.ts';
import { RecordRefused } from './save-result.ts';
import { meetsFilters } from './summary-filter.ts';

type Values = Readonly<Record<string, unknown>>;

/** A roll-up summary field with the object that has it. */
interface Summary {
  master: ObjectDefinition;
  field: Field;
  definition: SummaryDefinition;
}

/** A record of a detail object that was made (no `before`), changed, or deleted (no `after`). */
export interface DetailChange {
  object: ObjectDefinition;
  before: Values | undefined;
  after: Values | undefined;
}

/** By name of the detail object. A schema is never changed once records are saved by it. */
const summariesBySchema = new WeakMap<Schema, Map<string, Summary[]>>();

function summariesIn(schema: Schema): Map<string, Summary[]> {
  const known = summariesBySchema.get(schema);
  if (known !== undefined) return known;
  const all = [...schema.objects.values()].flatMap((master) =>
    [...master.fields.values()].flatMap((field) =>
      field.summary === undefined ? [] : { master, field, definition: field.summary },
    ),
  );
  const made = Map.groupBy(all, ({ definition }) => definition.detail);
  summariesBySchema.set(schema, made);
  return made;
}

/** The value of a roll-up summary without any detail: nothing counted is 0, the largest of nothing is empty. */
export function emptySummary({ operation }: SummaryDefinition): StoredValue {
  return operation === 'count' || operation === 'sum' ? 0 : null;
}

function compute({ definition }: Summary, detail: ObjectDefinition, rows: Row[]): string | number | null {
  const counted = rows.filter((row) => meetsFilters(detail, definition.filters, row));
  if (definition.operation === 'count') return counted.length;
  const values = counted
    .map((row) => row[definition.summarized ?? ''])
    .filter((value) => typeof value === 'number' || typeof value === 'string');
  if (definition.operation === 'sum') return decimalSum(values.map(Number));
  const ordered = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return (definition.operation === 'min' ? ordered[0] : ordered.at(-1)) ?? null;
}

function detailsOf(store: Store, detail: ObjectDefinition, foreignKey: string, id: string): Row[] {
  return store.all(
    `SELECT * FROM ${quoted(detail.name)} WHERE ${quoted(foreignKey)} = ? AND "IsDeleted" = 0`,
    id,
  );
}

function matters({ definition }: Summary, { before, after }: DetailChange): boolean {
  if (before === undefined || after === undefined) return true;
  const { foreignKey, summarized, filters } = definition;
  const names = [
    foreignKey,
    ...(summarized === undefined ? [] : [summarized]),
    ...filters.map((f) => f.field),
  ];
  return names.some((name) => before[name] !== after[name]);
}

/** The rules of the master speak, but none of its fields is a field of the record that is being saved. */
function checkMasterRules(
  context: RecordContext,
  master: ObjectDefinition,
  record: Readonly<Record<string, StoredValue>>,
  prior: Row,
  access: Access,
): void {
  try {
    checkValidationRules(context, master, record, prior, access);
  } catch (error) {
    if (!(error instanceof RecordRefused)) throw error;
    throw new RecordRefused(error.errors.map((refusal) => ({ ...refusal, fields: [] })));
  }
}

/** Brings the roll-up summaries of one master to its details; the master is saved when one of them changes. */
function updateMaster(
  context: RecordContext,
  change: DetailChange,
  summaries: Summary[],
  id: string,
  saving: { access: Access; now: string },
): void {
  const master = summaries[0]?.master;
  const row = master === undefined ? undefined : readRow(context.store, master, id);
  if (master === undefined || row === undefined || row['IsDeleted'] === 1) return;
  const changes: Record<string, StoredValue> = {};
  for (const summary of summaries) {
    const details = detailsOf(context.store, change.object, summary.definition.foreignKey, id);
    const value = compute(summary, change.object, details);
    if (value !== row[summary.field.name]) changes[summary.field.name] = value;
  }
  if (Object.keys(changes).length === 0) return;
  const record = { ...(row as Record<string, StoredValue>), ...changes };
  checkMasterRules(context, master, record, row, saving.access);
  updateRow(context.store, master, id, {
    ...changes,
    LastModifiedDate: saving.now,
    LastModifiedById: saving.access.userId,
    SystemModstamp: saving.now,
  });
  summarizeChange(context, { object: master, before: row, after: record }, saving);
}

/**
 * Brings the roll-up summaries that a changed record counts in up to date, with those of the masters' masters. A master
 * whose summary changes is saved by the same user, whatever that user may do with it, and its validation rules run.
 * Throws RecordRefused with the message of a rule of the master.
 *
 * Source: Apex Developer Guide, "Triggers and Order of Execution": the parent goes through the save procedure.
 */
export function summarizeChange(
  context: RecordContext,
  change: DetailChange,
  saving: { access: Access; now: string },
): void {
  const summaries = summariesIn(context.schema).get(change.object.name) ?? [];
  const concerned = summaries.filter((summary) => matters(summary, change));
  const byMaster = Map.groupBy(concerned, ({ definition }) => definition.foreignKey);
  for (const [foreignKey, ofMaster] of byMaster) {
    const ids = new Set([change.before?.[foreignKey], change.after?.[foreignKey]]);
    for (const id of ids) {
      if (typeof id === 'string') updateMaster(context, change, ofMaster, id, saving);
    }
  }
}

/**
 * Computes every roll-up summary of all records anew, as after a deploy that brought or changed such a field. Records
 * do not count as modified by it, and no rules run.
 */
export function fillSummaries(store: Store, schema: Schema): void {
  const summaries = [...summariesIn(schema).values()].flat();
  const filled = new Set<Field>();
  for (const summary of summaries) fillSummary(store, schema, summary, filled);
}

/** What is summarized may be a roll-up summary itself, which then comes first. */
function fillSummary(store: Store, schema: Schema, summary: Summary, filled: Set<Field>): void {
  const { master, field, definition } = summary;
  const detail = objectOf(schema, definition.detail);
  if (detail === undefined || filled.has(field)) return;
  filled.add(field);
  for (const below of [...summariesIn(schema).values()].flat())
    if (below.master === detail) fillSummary(store, schema, below, filled);
  const rows = store.all(`SELECT * FROM ${quoted(detail.name)} WHERE "IsDeleted" = 0`);
  const byMaster = Map.groupBy(rows, (row) => String(row[definition.foreignKey]));
  const masters = store.all(`SELECT "Id", ${quoted(field.name)} AS value FROM ${quoted(master.name)}`);
  for (const { Id, value } of masters) {
    const now = compute(summary, detail, byMaster.get(String(Id)) ?? []);
    if (now !== value) updateRow(store, master, String(Id), { [field.name]: now });
  }
}
