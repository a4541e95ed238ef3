import { ownerField } from '../schema/builders.ts';
import type { Field, ObjectDefinition, PicklistValue, Schema } from '../schema/schema.ts';
import { objectOf } from '../schema/schema.ts';
import { keyPrefixOf } from '../store/key-prefixes.ts';
import type { Store } from '../store/database.ts';
import { readCustomField, readPicklistValues } from './custom-field.ts';
import { readCustomObject, readValidationRule, refusedObjectKind } from './custom-object.ts';
import { readPermissionSet } from './permission-set.ts';
import type { DeployProblem } from './problems.ts';
import type { SourcePiece } from './read-project.ts';
import { applyFieldTranslation, applyObjectTranslation, splitTranslationName } from './translations.ts';
import { elementsOf, textOf } from './xml.ts';

/** Types that would promise behaviour which the local org does not have: a deploy with them is refused. */
const REFUSED_TYPES: Partial<Record<string, string>> = {
  ApexClass: 'Apex',
  ApexTrigger: 'Apex',
  ApexPage: 'Visualforce',
  ApexComponent: 'Visualforce',
  Flow: 'Flow',
  Workflow: 'Workflow rules',
  ApprovalProcess: 'Approval',
  AssignmentRules: 'Assignment rules',
  AutoResponseRules: 'Auto-response rules',
  EscalationRules: 'Escalation rules',
  DuplicateRule: 'Duplicate rules',
  CustomMetadata: 'Custom metadata',
  RecordType: 'A record type',
  Profile: 'A profile (the local org has three fixed ones)',
  PermissionSetGroup: 'A permission set group',
  MutingPermissionSet: 'A muting permission set',
  StandardValueSet: 'A change of a standard picklist',
};

/** What is being put together; pieces write into it. */
interface Applying {
  store: Store;
  schema: Schema;
  globals: Map<string, PicklistValue[]>;
}

type Apply = (applying: Applying, piece: SourcePiece) => void;

function ownerOf(applying: Applying, fullName: string): { object: ObjectDefinition; name: string } {
  const [objectName = '', name = ''] = fullName.split('.');
  const object = objectOf(applying.schema, objectName);
  if (object === undefined) throw new Error(`no CustomObject named ${objectName} found`);
  return { object, name };
}

function applyCustomObject(applying: Applying, { fullName, xml }: SourcePiece): void {
  const refusal = refusedObjectKind(fullName);
  if (refusal !== undefined) throw new Error(refusal);
  const existing = objectOf(applying.schema, fullName);
  if (!fullName.endsWith('__c')) {
    if (existing === undefined) throw new Error(`The local org has no standard object ${fullName}`);
    return;
  }
  const object = readCustomObject(fullName, xml, keyPrefixOf(applying.store, fullName), existing);
  applying.schema.objects.set(fullName.toLowerCase(), object);
}

function applyCustomField(applying: Applying, { fullName, xml }: SourcePiece): void {
  const { object, name } = ownerOf(applying, fullName);
  const field = readCustomField(name, xml, applying.globals);
  const existing = object.fields.get(name.toLowerCase());
  if (existing !== undefined) {
    const kind = (known: typeof field): string =>
      known.formula === undefined ? known.type : `formula ${known.type}`;
    if (kind(existing) !== kind(field)) {
      throw new Error(
        `Cannot change the type of the field from ${kind(existing)} to ${kind(field)}: the local org keeps its data; start anew with an empty org`,
      );
    }
    keepTranslations(existing, field);
  }
  object.fields.set(name.toLowerCase(), field);
}

/** Translations may come from another project, which is not taken in again with this one. */
function keepTranslations(existing: Field, field: Field): void {
  field.translations = existing.translations;
  if (field.picklist !== undefined && existing.picklist !== undefined)
    field.picklist.valueTranslations = existing.picklist.valueTranslations;
}

function applyValidationRule(applying: Applying, { fullName, xml }: SourcePiece): void {
  const { object, name } = ownerOf(applying, fullName);
  const existing = object.validationRules.find((rule) => rule.name === name);
  const others = object.validationRules.filter((rule) => rule !== existing);
  const messageTranslations = existing?.messageTranslations ?? {};
  object.validationRules = [...others, { ...readValidationRule(name, xml), messageTranslations }];
}

function applyTranslation(applying: Applying, piece: SourcePiece): void {
  const [translation = ''] = piece.fullName.split('.');
  const { objectName, language } = splitTranslationName(translation);
  const { object } = ownerOf(applying, objectName);
  if (piece.type === 'CustomFieldTranslation') applyFieldTranslation(object, language, piece.xml);
  else applyObjectTranslation(object, language, piece.xml);
}

/** The types that the local org acts on, in the order in which they are taken. */
const APPLIED: [type: string, apply: Apply][] = [
  [
    'GlobalValueSet',
    ({ globals }, { fullName, xml }) => {
      globals.set(fullName.toLowerCase(), readPicklistValues(elementsOf(xml, 'customValue')));
    },
  ],
  ['CustomObject', applyCustomObject],
  ['CustomField', applyCustomField],
  ['ValidationRule', applyValidationRule],
  [
    'CustomLabel',
    ({ schema }, { fullName, xml }) => {
      schema.labels.set(fullName.toLowerCase(), textOf(xml, 'value') ?? '');
    },
  ],
  [
    'CustomPermission',
    ({ schema }, { fullName }) => {
      schema.customPermissions.set(fullName.toLowerCase(), fullName);
    },
  ],
  [
    'PermissionSet',
    ({ schema }, { fullName, xml }) => {
      schema.permissionSets.set(fullName.toLowerCase(), readPermissionSet(fullName, xml));
    },
  ],
  ['CustomObjectTranslation', applyTranslation],
  ['CustomFieldTranslation', applyTranslation],
];

const APPLIED_TYPES: ReadonlySet<string> = new Set(APPLIED.map(([type]) => type));

/** Details belong to who owns their master; all other custom objects have an owner of their own. */
function alignOwners(schema: Schema): void {
  for (const object of schema.objects.values()) {
    if (!object.custom) continue;
    const isDetail = [...object.fields.values()].some((field) => field.reference?.masterDetail === true);
    if (isDetail) object.fields.delete('ownerid');
    else if (!object.fields.has('ownerid')) object.fields.set('ownerid', ownerField(['Group', 'User']));
  }
}

/**
 * Puts the pieces of a project into a schema (which is changed), fields after their objects and permission sets after
 * both. Returns the problems of single pieces; what needs the whole is checked after.
 */
export function applyPieces(store: Store, schema: Schema, pieces: SourcePiece[]): DeployProblem[] {
  const problems: DeployProblem[] = [];
  const applying: Applying = { store, schema, globals: new Map() };
  const refuse = ({ type, fullName, fileName }: SourcePiece, problem: string): void => {
    problems.push({ type, fullName, fileName, problem });
  };
  for (const piece of pieces) {
    const refusal = REFUSED_TYPES[piece.type];
    if (refusal !== undefined)
      refuse(piece, `${refusal} is not supported by the local org: it would have no effect`);
  }
  for (const [type, apply] of APPLIED) {
    for (const piece of pieces.filter((candidate) => candidate.type === type)) {
      try {
        apply(applying, piece);
      } catch (error) {
        refuse(piece, error instanceof Error ? error.message : String(error));
      }
    }
  }
  for (const { type, fullName, fileName } of pieces) {
    schema.components.set(`${type}:${fullName}`, {
      type,
      fullName,
      fileName,
      hasBehaviour: APPLIED_TYPES.has(type),
    });
  }
  alignOwners(schema);
  return problems;
}
