import { comparable, operatorsFor } from '../records/summary-filter.ts';
import { fieldOf, objectOf } from '../schema/schema.ts';
import type {
  Field,
  ObjectDefinition,
  Schema,
  SummaryDefinition,
  SummaryOperator,
} from '../schema/schema.ts';
import { elementsOf, textOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Roll-up summary fields that an object may have. Source: Salesforce Help, "Custom Fields Allowed Per Object". */
const MOST_SUMMARIES = 25;

const OPERATIONS = ['count', 'sum', 'min', 'max'] as const;

const OPERATORS: readonly SummaryOperator[] = [
  'equals',
  'notEqual',
  'lessThan',
  'greaterThan',
  'lessOrEqual',
  'greaterOrEqual',
  'contains',
  'notContain',
  'startsWith',
  'includes',
  'excludes',
];

const NUMBER_TYPES: ReadonlySet<string> = new Set(['int', 'double', 'currency', 'percent']);

/** The alternatives in the value of a condition: parted by commas, which a value in double quotes may contain. */
function splitValues(text: string): string[] {
  const parts = text.match(/"[^"]*"|[^,]+/g) ?? [];
  return parts
    .map((part) =>
      part
        .trim()
        .replace(/^"(.*)"$/s, '$1')
        .trim(),
    )
    .filter((part) => part !== '');
}

/** `Detail__c.Field__c` in its two parts. Throws Error when it has another form. */
function splitPath(tag: string, path: string | undefined): [object: string, field: string] {
  const [object, field, ...rest] = path?.split('.') ?? [];
  if (object === undefined || field === undefined || rest.length > 0)
    throw new Error(`${tag} must name an object and one of its fields: ${path ?? '(none)'}`);
  return [object, field];
}

function ofDetail(tag: string, detail: string, path: string | undefined): string {
  const [object, field] = splitPath(tag, path);
  if (object.toLowerCase() !== detail.toLowerCase())
    throw new Error(`${tag} must be a field of ${detail}: ${path ?? ''}`);
  return field;
}

function readFilter(detail: string, element: XmlElement): SummaryDefinition['filters'][number] {
  const operation = textOf(element, 'operation');
  const operator = OPERATORS.find((candidate) => candidate === operation);
  if (operator === undefined)
    throw new Error(`'${operation ?? '(none)'}' is not a valid operation in summaryFilterItems`);
  if (element['valueField'] !== undefined)
    throw new Error('summaryFilterItems of a roll-up summary cannot compare with a field (valueField)');
  return {
    field: ofDetail('summaryFilterItems', detail, textOf(element, 'field')),
    operator,
    values: splitValues(textOf(element, 'value') ?? ''),
  };
}

/** Reads what a field of type Summary computes; names are checked when everything is there. Throws Error. */
export function readSummary(xml: XmlElement): SummaryDefinition {
  const text = textOf(xml, 'summaryOperation');
  const operation = OPERATIONS.find((candidate) => candidate === text);
  if (operation === undefined)
    throw new Error(`'${text ?? '(none)'}' is not a valid value for summaryOperation`);
  const [detail, foreignKey] = splitPath('summaryForeignKey', textOf(xml, 'summaryForeignKey'));
  const summarized = textOf(xml, 'summarizedField');
  if (operation === 'count' && summarized !== undefined)
    throw new Error("Can not specify 'summarizedField' for a roll-up summary that counts");
  if (operation !== 'count' && summarized === undefined)
    throw new Error(`Must specify 'summarizedField' for a roll-up summary of type ${operation}`);
  return {
    operation,
    detail,
    foreignKey,
    ...(summarized === undefined ? {} : { summarized: ofDetail('summarizedField', detail, summarized) }),
    filters: elementsOf(xml, 'summaryFilterItems').map((element) => readFilter(detail, element)),
  };
}

/**
 * Gives every roll-up summary the type and digits of what it summarizes, and the names in the case of the schema. What
 * does not exist is left for the check.
 */
export function alignSummaries(schema: Schema): void {
  const aligned = new Set<Field>();
  for (const object of schema.objects.values()) {
    for (const field of object.fields.values()) alignSummary(schema, field, aligned);
  }
}

/** What is summarized may be a roll-up summary itself, which then comes first. */
function alignSummary(schema: Schema, field: Field, aligned: Set<Field>): void {
  const { summary } = field;
  const detail = summary === undefined ? undefined : objectOf(schema, summary.detail);
  if (summary === undefined || detail === undefined || aligned.has(field)) return;
  aligned.add(field);
  const named = (name: string): string => fieldOf(detail, name)?.name ?? name;
  summary.detail = detail.name;
  summary.foreignKey = named(summary.foreignKey);
  for (const filter of summary.filters) filter.field = named(filter.field);
  if (summary.summarized === undefined) return;
  summary.summarized = named(summary.summarized);
  const source = fieldOf(detail, summary.summarized);
  if (source === undefined) return;
  alignSummary(schema, source, aligned);
  field.type = source.type === 'int' ? 'double' : source.type;
  if (source.scale !== undefined) field.scale = source.scale;
}

function checkForeignKey(object: ObjectDefinition, detail: ObjectDefinition, name: string): void {
  const field = fieldOf(detail, name);
  if (field === undefined)
    throw new Error(`In field: summaryForeignKey - no CustomField named ${detail.name}.${name} found`);
  const leadsHere = field.reference?.to.includes(object.name) === true;
  const isStandard = detail.name === 'Opportunity' && field.name === 'AccountId';
  if (!leadsHere || (field.reference?.masterDetail !== true && !isStandard)) {
    throw new Error(
      `summaryForeignKey must be a master-detail field of ${detail.name} to ${object.name}: ${field.name}`,
    );
  }
}

function checkStored(tag: string, detail: ObjectDefinition, name: string): Field {
  const field = fieldOf(detail, name);
  if (field === undefined || field.internal === true)
    throw new Error(`In field: ${tag} - no CustomField named ${detail.name}.${name} found`);
  if (field.formula !== undefined)
    throw new Error(`A formula field in a roll-up summary is not supported by the local org: ${field.name}`);
  return field;
}

function checkSummarized(detail: ObjectDefinition, { operation, summarized }: SummaryDefinition): void {
  if (summarized === undefined) return;
  const field = checkStored('summarizedField', detail, summarized);
  const isNumber = NUMBER_TYPES.has(field.type);
  if (isNumber || (operation !== 'sum' && (field.type === 'date' || field.type === 'datetime'))) return;
  throw new Error(`A roll-up summary of type ${operation} cannot summarize a field of type ${field.type}`);
}

function checkFilter(detail: ObjectDefinition, filter: SummaryDefinition['filters'][number]): void {
  const field = checkStored('summaryFilterItems', detail, filter.field);
  const operators = operatorsFor(field);
  if (operators.length === 0) {
    throw new Error(
      `A condition over the field ${field.name} of type ${field.type} is not supported by the local org`,
    );
  }
  if (!operators.includes(filter.operator))
    throw new Error(`${filter.operator} cannot be used with the field ${field.name} of type ${field.type}`);
  const choices = field.picklist?.restricted === true ? field.picklist.values : undefined;
  for (const text of filter.values) {
    const known =
      choices === undefined ||
      text
        .split(';')
        .every((choice) => choices.some(({ value }) => value.toLowerCase() === choice.trim().toLowerCase()));
    const isText = filter.operator === 'contains' || filter.operator === 'startsWith';
    if (comparable(field, text) === undefined || !(known || isText || filter.operator === 'notContain'))
      throw new Error(`'${text}' is not a value of the field ${field.name}`);
  }
}

/** Why the roll-up summaries of an object cannot be computed, by name of the field. */
export function summaryProblems(
  schema: Schema,
  object: ObjectDefinition,
): { fieldName: string; problem: string }[] {
  const fields = [...object.fields.values()].filter((field) => field.summary !== undefined);
  return fields.flatMap((field, index) => {
    try {
      if (index >= MOST_SUMMARIES)
        throw new Error(`An object may have ${MOST_SUMMARIES} roll-up summary fields at most`);
      if (field.summary !== undefined) checkSummary(schema, object, field.summary);
      return [];
    } catch (error) {
      return { fieldName: field.name, problem: error instanceof Error ? error.message : String(error) };
    }
  });
}

function checkSummary(schema: Schema, object: ObjectDefinition, summary: SummaryDefinition): void {
  const detail = objectOf(schema, summary.detail);
  if (detail === undefined)
    throw new Error(`In field: summaryForeignKey - no CustomObject named ${summary.detail} found`);
  checkForeignKey(object, detail, summary.foreignKey);
  checkSummarized(detail, summary);
  for (const filter of summary.filters) checkFilter(detail, filter);
}
