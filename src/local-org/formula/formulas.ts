import type { Access } from '../access/access.ts';
import type { Field, ObjectDefinition, Schema, ValidationRule } from '../schema/schema.ts';
import type { Row, Store, StoredValue } from '../store/database.ts';
import { readRow } from '../store/rows.ts';
import { parseDatetime } from '../values/dates.ts';
import { roundToScale } from '../values/rounding.ts';
import { compileFormula, dateIn } from './compile.ts';
import type { CompiledFormula, FormulaType } from './compile.ts';
import { inputTypeOf } from './inputs.ts';
import type { FieldPath, FormulaInput } from './inputs.ts';

/** What a formula is evaluated for. */
export interface FormulaRecord {
  /** The record, as it is or as it is about to be saved. */
  row: Readonly<Record<string, unknown>>;
  /** The record before the change; undefined for a new one. */
  prior?: Row | undefined;
  /** Who asks: `$User`, `$Permission`, and the time zone in which today is today. */
  access: Access;
}

/** The kind of value that a field's formula or default must give. */
function formulaTypeOf(field: Field): FormulaType {
  const type = inputTypeOf(field);
  return type === 'id' || type === 'picklist' || type === 'multipicklist' ? 'string' : type;
}

/** Compiles the formula of a formula field. Throws FormulaError. */
export function compileFieldFormula(schema: Schema, object: ObjectDefinition, field: Field): CompiledFormula {
  return compileFormula(schema, object, field.formula?.expression ?? '', {
    returnType: formulaTypeOf(field),
    blankAsZero: field.formula?.blankAsZero ?? false,
    seesChanges: false,
  });
}

/** Compiles the condition of a validation rule. Throws FormulaError. */
export function compileRule(schema: Schema, object: ObjectDefinition, rule: ValidationRule): CompiledFormula {
  return compileFormula(schema, object, rule.errorConditionFormula, {
    returnType: 'boolean',
    seesChanges: true,
  });
}

/** Compiles the default value of a field. Throws FormulaError. */
export function compileDefault(schema: Schema, object: ObjectDefinition, field: Field): CompiledFormula {
  return compileFormula(schema, object, field.defaultValue ?? '', {
    returnType: formulaTypeOf(field),
    seesChanges: false,
  });
}

function roundedTo(field: Field, value: StoredValue): StoredValue {
  return typeof value === 'number' ? roundToScale(value, field.scale ?? 0) : value;
}

/**
 * Evaluates the formulas of an org: formula fields, validation rules, default values. Formulas are compiled once.
 */
export class Formulas {
  readonly #schema: Schema;
  readonly #store: Store;
  readonly #clock: () => Date;
  readonly #organizationId: string;
  readonly #compiled = new Map<Field | ValidationRule, CompiledFormula>();
  #dateFormats = new Map<string, { second: number; date: string }>();

  constructor(schema: Schema, store: Store, clock: () => Date, organizationId: string) {
    this.#schema = schema;
    this.#store = store;
    this.#clock = clock;
    this.#organizationId = organizationId;
  }

  /**
   * The value of a formula field in storage form; null when it is empty or fails, as the API answers it. Numbers are
   * rounded to the scale of the field. Source: salesforce/formula-engine, FormulaImpl.formatResult.
   */
  fieldValue(object: ObjectDefinition, field: Field, record: FormulaRecord): StoredValue {
    return roundedTo(field, this.#unrounded(object, field, record));
  }

  /** As another formula sees it. Source: salesforce/formula-engine, FormulaImpl.evaluateRaw. */
  #unrounded(object: ObjectDefinition, field: Field, record: FormulaRecord): StoredValue {
    const compiled = this.#compile(field, () => compileFieldFormula(this.#schema, object, field));
    try {
      return this.#stored(field, this.#evaluate(compiled, record));
    } catch {
      return field.type === 'boolean' ? 0 : null;
    }
  }

  /** Whether a validation rule refuses a record. A rule that fails refuses it too. */
  isBroken(object: ObjectDefinition, rule: ValidationRule, record: FormulaRecord): boolean {
    const compiled = this.#compile(rule, () => compileRule(this.#schema, object, rule));
    try {
      return this.#evaluate(compiled, record) === true;
    } catch {
      return true;
    }
  }

  /** The default value of a field for a new record, in storage form; numbers are rounded to the scale of the field. */
  defaultValue(object: ObjectDefinition, field: Field, access: Access): StoredValue {
    const compiled = this.#compile(field, () => compileDefault(this.#schema, object, field));
    return roundedTo(field, this.#stored(field, this.#evaluate(compiled, { row: {}, access })));
  }

  #compile(key: Field | ValidationRule, make: () => CompiledFormula): CompiledFormula {
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#compiled.set(key, made);
    return made;
  }

  #stored(field: Field, value: unknown): StoredValue {
    if (field.type === 'boolean') return value === true ? 1 : 0;
    if (typeof value === 'number') return Number.isFinite(value) ? value : null;
    if (typeof value !== 'string' || value === '') return null;
    return field.type === 'datetime' ? (parseDatetime(value) ?? null) : value;
  }

  #evaluate(compiled: CompiledFormula, record: FormulaRecord): unknown {
    const values: Record<string, unknown> = {};
    for (const { name, input } of compiled.inputs) values[name] = this.#inputValue(input, record);
    return compiled.evaluate(values, record.access.timeZone);
  }

  #today(timeZone: string): string {
    const now = this.#clock();
    const second = Math.floor(now.getTime() / 1000);
    const known = this.#dateFormats.get(timeZone);
    if (known?.second === second) return known.date;
    const date = dateIn(timeZone, now);
    this.#dateFormats.set(timeZone, { second, date });
    return date;
  }

  #inputValue(input: FormulaInput, record: FormulaRecord): unknown {
    switch (input.kind) {
      case 'constant':
        return input.value;
      case 'isNew':
        return record.prior === undefined;
      case 'today':
        return this.#today(record.access.timeZone);
      case 'now':
        return this.#clock().toISOString();
      case 'permission':
        return record.access.hasCustomPermission(input.name);
      case 'user':
        return this.#fromObject('user', record.access.userId, input.path, record.access);
      case 'organization':
        return this.#fromObject('organization', this.#organizationId, input.path, record.access);
      case 'changed':
        return (
          record.prior !== undefined &&
          (record.row[input.path.field.name] ?? null) !== (record.prior[input.path.field.name] ?? null)
        );
      case 'field':
        return this.#walk(input.path, (input.prior ? record.prior : undefined) ?? record.row, record.access);
    }
  }

  #fromObject(name: string, id: string, path: FieldPath, access: Access): unknown {
    // `$User.Id` stands in many rules, and needs no row.
    if (path.steps.length === 0 && path.field.type === 'id') return id;
    const object = this.#schema.objects.get(name);
    const row = object === undefined ? undefined : readRow(this.#store, object, id);
    return row === undefined ? null : this.#walk(path, row, access);
  }

  #walk(path: FieldPath, start: Readonly<Record<string, unknown>>, access: Access): unknown {
    let row: Readonly<Record<string, unknown>> = start;
    for (const { field, target } of path.steps) {
      const id = row[field.name];
      const parent = typeof id === 'string' ? readRow(this.#store, target, id) : undefined;
      if (parent === undefined) return path.field.type === 'boolean' ? false : null;
      row = parent;
    }
    const stored =
      path.field.formula === undefined
        ? row[path.field.name]
        : this.#unrounded(path.object, path.field, { row, access });
    if (path.field.type === 'boolean') return stored === 1;
    return stored ?? null;
  }
}
