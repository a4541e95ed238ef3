import { compileDefault, compileFieldFormula, compileRule } from '../formula/formulas.ts';
import type { CompiledFormula } from '../formula/compile.ts';
import { ignoresCase, isMetadataType, objectOf } from '../schema/schema.ts';
import type { Field, ObjectDefinition, Schema } from '../schema/schema.ts';
import { quoted } from '../store/database.ts';
import type { Store } from '../store/database.ts';
import { duplicateMetadataValues } from './custom-metadata.ts';
import { permissionSetProblems } from './permission-set.ts';
import { permissionSetGroupProblems } from './permission-set-group.ts';
import type { DeployProblem } from './problems.ts';
import { summaryProblems } from './summary-field.ts';

/** Collects problems under the component that causes them. */
type Report = (type: string, fullName: string, problem: string) => void;

function attempt(report: (problem: string) => void, work: () => void): void {
  try {
    work();
  } catch (error) {
    report(error instanceof Error ? error.message : String(error));
  }
}

function checkSharing(object: ObjectDefinition, report: Report): void {
  if (!object.custom || isMetadataType(object.name)) return;
  const isDetail = [...object.fields.values()].some((field) => field.reference?.masterDetail === true);
  const controlled = object.sharingModel === 'ControlledByParent';
  if (isDetail === controlled) return;
  const which = isDetail ? 'with' : 'without';
  report(
    'CustomObject',
    object.name,
    `Cannot set sharingModel to ${object.sharingModel} on a CustomObject ${which} a MasterDetail relationship field`,
  );
}

function checkReferences(schema: Schema, report: Report): void {
  const children = new Map<string, string>();
  for (const object of schema.objects.values()) {
    for (const field of object.fields.values()) {
      const { reference } = field;
      if (reference === undefined) continue;
      const fullName = `${object.name}.${field.name}`;
      for (const target of reference.to) {
        if (objectOf(schema, target) === undefined) {
          report(
            'CustomField',
            fullName,
            `referenceTo value of '${target}' does not resolve to a valid sObject type`,
          );
        }
        if (reference.childRelationshipName === undefined) continue;
        const key = `${target}.${reference.childRelationshipName}`.toLowerCase();
        const other = children.get(key);
        if (other !== undefined)
          report(
            'CustomField',
            fullName,
            `There is already a Child Relationship named ${reference.childRelationshipName} on ${target} (${other})`,
          );
        children.set(key, fullName);
      }
    }
  }
}

/** The formula fields that a formula reads. */
function formulaFieldsRead(compiled: CompiledFormula): { object: ObjectDefinition; field: Field }[] {
  return compiled.inputs.flatMap(({ input }) => {
    if (!('path' in input) || input.path.field.formula === undefined) return [];
    return { object: input.path.object, field: input.path.field };
  });
}

function refersToItself(schema: Schema, start: Field, compiled: CompiledFormula): boolean {
  const seen = new Set<Field>();
  const waiting = formulaFieldsRead(compiled);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.field === start) return true;
    if (seen.has(next.field)) continue;
    seen.add(next.field);
    waiting.push(...formulaFieldsRead(compileFieldFormula(schema, next.object, next.field)));
  }
  return false;
}

function checkFormulas(schema: Schema, object: ObjectDefinition, report: Report): void {
  for (const field of object.fields.values()) {
    const tell = (problem: string): void => report('CustomField', `${object.name}.${field.name}`, problem);
    if (field.formula !== undefined) {
      attempt(tell, () => {
        const compiled = compileFieldFormula(schema, object, field);
        if (refersToItself(schema, field, compiled)) throw new Error('The formula refers to itself');
      });
    } else if (field.defaultValue !== undefined)
      attempt(tell, () => void compileDefault(schema, object, field));
  }
  for (const rule of object.validationRules) {
    const tell = (problem: string): void => report('ValidationRule', `${object.name}.${rule.name}`, problem);
    attempt(tell, () => void compileRule(schema, object, rule));
    if (rule.errorDisplayField !== undefined && !object.fields.has(rule.errorDisplayField.toLowerCase())) {
      tell(
        `In field: errorDisplayField - no CustomField named ${object.name}.${rule.errorDisplayField} found`,
      );
    }
  }
}

/** Records that are there already may forbid that a field becomes unique. */
function checkNewlyUnique(store: Store, before: Schema, object: ObjectDefinition, report: Report): void {
  const known = objectOf(before, object.name);
  for (const field of object.fields.values()) {
    const earlier = known?.fields.get(field.name.toLowerCase());
    if (!field.unique || earlier === undefined || isMetadataType(object.name)) continue;
    if (earlier.unique && ignoresCase(earlier) === ignoresCase(field)) continue;
    const column = `${quoted(field.name)}${ignoresCase(field) ? ' COLLATE NOCASE' : ''}`;
    const sql = `SELECT 1 FROM ${quoted(object.name)} WHERE "IsDeleted" = 0 AND ${quoted(field.name)} IS NOT NULL GROUP BY ${column} HAVING count(*) > 1 LIMIT 1`;
    if (store.database.prepare(sql).get() !== undefined) {
      report(
        'CustomField',
        `${object.name}.${field.name}`,
        'The field cannot be unique: records have the same value in it',
      );
    }
  }
}

/**
 * Checks a schema as a whole after a deploy was put into it: references, relationship names, formulas, rules, unique
 * fields, permission sets. Returns every problem found.
 */
export function schemaProblems(store: Store, before: Schema, schema: Schema): DeployProblem[] {
  const problems: DeployProblem[] = [];
  const report: Report = (type, fullName, problem) => {
    const component = schema.components.get(`${type}:${fullName}`);
    problems.push({ type, fullName, fileName: component?.fileName ?? '', problem });
  };
  checkReferences(schema, report);
  for (const object of schema.objects.values()) {
    checkSharing(object, report);
    checkFormulas(schema, object, report);
    for (const { fieldName, problem } of summaryProblems(schema, object))
      report('CustomField', `${object.name}.${fieldName}`, problem);
    checkNewlyUnique(store, before, object, report);
  }
  for (const { record, problem } of duplicateMetadataValues(schema)) {
    const fullName = `${record.typeName.replace(/__mdt$/, '')}.${record.developerName}`;
    report('CustomMetadata', fullName, problem);
  }
  for (const set of schema.permissionSets.values()) {
    for (const problem of permissionSetProblems(schema, set)) report('PermissionSet', set.name, problem);
  }
  for (const group of schema.permissionSetGroups.values()) {
    for (const problem of permissionSetGroupProblems(schema, group))
      report('PermissionSetGroup', group.name, problem);
  }
  return problems;
}
