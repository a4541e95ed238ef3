import type {
  FieldType as SelectedField,
  FieldFunctionExpression,
  Subquery,
} from '@jetstreamapp/soql-parser-js';
import { SalesforceError } from '../errors.ts';
import type { ChildrenOutput, FieldOutput, Output, ParentOutput } from './outputs.ts';
import { fieldArgument, functionName, picklistLabels, unsupportedFunction } from './scalar-functions.ts';
import { readableField } from './scope.ts';
import type { Place, ResolvedField, Scope } from './scope.ts';
import type { Fragment } from './sql.ts';

const MOST_RECORDS_WITH_FIELDS = 200;

/** The selected columns of a query, and what becomes of them. */
export class Selection {
  readonly outputs: Output[] = [];
  readonly columns: Fragment[] = [];
  /** Children queries, still to be run. */
  readonly children: { output: ChildrenOutput; subquery: Subquery }[] = [];
  readonly #scope: Scope;
  readonly #parents = new Map<string, ParentOutput>();
  readonly #keys = new Set<string>();

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** Adds a column to the rows; returns its place. */
  column(fragment: Fragment): number {
    return this.columns.push(fragment) - 1;
  }

  /**
   * Adds everything between SELECT and FROM.
   * @param limit the query's LIMIT: `FIELDS(ALL)` and `FIELDS(CUSTOM)` need one of at most 200
   * @throws SalesforceError INVALID_FIELD, MALFORMED_QUERY
   */
  addAll(fields: SelectedField[], limit: number | undefined): void {
    for (const selected of fields) {
      switch (selected.type) {
        case 'Field':
        case 'FieldRelationship':
          this.#refuseAlias(selected);
          this.#addField(this.#scope.resolve(writtenPath(selected)));
          break;
        case 'FieldFunctionExpression':
          this.#addFunction(selected, limit);
          break;
        case 'FieldSubquery':
          this.#addChildren(selected.subquery);
          break;
        default:
          throw new SalesforceError('MALFORMED_QUERY', 'TYPEOF is not supported');
      }
    }
  }

  #refuseAlias(selected: SelectedField): void {
    const alias = writtenAlias(selected);
    if (alias !== undefined) {
      throw this.#scope.context.text.malformedAt(alias, 'only aggregate expressions use field aliasing');
    }
  }

  #addField(resolved: ResolvedField, key = resolved.field.name, labels?: Map<string, string>): void {
    const { place, field, sql } = resolved;
    this.#claim([...place.path, key].join('.'));
    const objectName = place.candidates[0]?.object.name ?? '';
    const output: FieldOutput = { kind: 'field', key, column: this.column(sql), field, objectName };
    this.#outputsAt(place).push(labels === undefined ? output : { ...output, labels });
  }

  #addFunction(selected: FieldFunctionExpression, limit: number | undefined): void {
    const name = functionName(selected);
    if (name === 'FIELDS') {
      this.#addFieldSet(fieldArgument(this.#scope, selected).toUpperCase(), limit);
      return;
    }
    if (name !== 'TOLABEL') {
      throw unsupportedFunction(this.#scope, selected);
    }
    const resolved = this.#scope.resolve(fieldArgument(this.#scope, selected));
    const labels = picklistLabels(resolved.field, this.#scope.context.access.language);
    this.#addField(resolved, selected.alias, labels);
  }

  #addFieldSet(set: string, limit: number | undefined): void {
    const { context, object } = this.#scope;
    if (set !== 'STANDARD' && (limit === undefined || limit > MOST_RECORDS_WITH_FIELDS)) {
      const message = `The SOQL FIELDS function must have a LIMIT of at most ${MOST_RECORDS_WITH_FIELDS}`;
      throw new SalesforceError('MALFORMED_QUERY', message);
    }
    for (const { name, custom } of object.fields.values()) {
      const wanted = set === 'ALL' || (set === 'CUSTOM') === custom;
      if (wanted && readableField(context, object, name)) {
        this.#addField(this.#scope.resolve(name));
      }
    }
  }

  #addChildren(subquery: Subquery): void {
    this.#claim(subquery.relationshipName.toLowerCase());
    const output: ChildrenOutput = {
      kind: 'children',
      key: subquery.relationshipName,
      outputs: [],
      records: new Map(),
    };
    this.children.push({ output, subquery });
    this.outputs.push(output);
  }

  /** The list that fields of a place belong to: the record's own, or that of the parent within it. */
  #outputsAt(place: Place): Output[] {
    if (place.path.length === 0) {
      return this.outputs;
    }
    const path = place.path.join('.');
    const known = this.#parents.get(path);
    if (known) {
      return known.outputs;
    }
    const parent: ParentOutput = {
      kind: 'parent',
      key: place.path.at(-1) ?? '',
      idColumn: this.column(this.#scope.idOf(place)),
      objectNameColumn: this.column(this.#scope.objectNameOf(place)),
      polymorphic: place.polymorphic,
      // Only the queried object itself has no reference that leads to it.
      reference: place.reference!,
      outputs: [],
    };
    this.#parents.set(path, parent);
    this.#outputsAt(this.#scope.placeAbove(place)).push(parent);
    return parent.outputs;
  }

  #claim(key: string): void {
    if (this.#keys.has(key)) {
      throw new SalesforceError('INVALID_FIELD', `duplicate field selected: ${key}`);
    }
    this.#keys.add(key);
  }
}

/** A selected field's path as it was written, with its alias or object name if it has one. */
export function writtenPath(
  selected: Extract<SelectedField, { field: string; type: 'Field' | 'FieldRelationship' }>,
): string {
  const path =
    selected.type === 'FieldRelationship' ? [...selected.relationships, selected.field] : [selected.field];
  return 'objectPrefix' in selected ? [selected.objectPrefix, ...path].join('.') : path.join('.');
}

/** The alias that a selected field or function was given, if any. */
export function writtenAlias(selected: SelectedField): string | undefined {
  return 'alias' in selected ? selected.alias : undefined;
}
