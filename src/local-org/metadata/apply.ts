import { ownerField } from '../schema/builders.ts';
import type { Field, ObjectDefinition, Schema } from '../schema/schema.ts';
import { isMetadataType, objectOf } from '../schema/schema.ts';
import { keyPrefixOf } from '../store/key-prefixes.ts';
import type { Store } from '../store/database.ts';
import { readCustomField } from './custom-field.ts';
import { readCustomLabel } from './custom-label.ts';
import { readMetadataRecord, recordKey } from './custom-metadata.ts';
import { asMetadataTypeField, readMetadataType } from './custom-metadata-type.ts';
import { readCustomObject, readValidationRule, refusedObjectKind } from './custom-object.ts';
import { alignValueSets, applyValueSetTranslation, readGlobalValueSet } from './global-value-set.ts';
import { readPermissionSet } from './permission-set.ts';
import { readPermissionSetGroup } from './permission-set-group.ts';
import type { DeployProblem } from './problems.ts';
import { actsOnSettings, applySettings, refusedBySettings } from './settings.ts';
import type { SourcePiece } from './source-pieces.ts';
import { alignSummaries } from './summary-field.ts';
import { applyFieldTranslation, applyObjectTranslation, splitTranslationName } from './translations.ts';

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
  RecordType: 'A record type',
  Profile: 'A profile (the local org has three fixed ones)',
  MutingPermissionSet: 'A muting permission set',
  StandardValueSet: 'A change of a standard picklist',
};

/** Whether a deploy with a component of that type is always refused. */
export function isRefusedType(type: string): boolean {
  return REFUSED_TYPES[type] !== undefined;
}

/** What is being put together; pieces write into it. */
interface Applying {
  store: Store;
  schema: Schema;
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
  if (isMetadataType(fullName)) {
    const prefix = keyPrefixOf(applying.store, fullName);
    applying.schema.objects.set(fullName.toLowerCase(), readMetadataType(fullName, xml, prefix, existing));
    return;
  }
  if (!fullName.endsWith('__c')) {
    if (existing === undefined) throw new Error(`The local org has no standard object ${fullName}`);
    return;
  }
  const object = readCustomObject(fullName, xml, keyPrefixOf(applying.store, fullName), existing);
  applying.schema.objects.set(fullName.toLowerCase(), object);
}

function applyCustomField(applying: Applying, { fullName, xml }: SourcePiece): void {
  const { object, name } = ownerOf(applying, fullName);
  const read = readCustomField(name, xml, applying.schema.globalValueSets);
  const field = isMetadataType(object.name) ? asMetadataTypeField(read, xml) : read;
  const existing = object.fields.get(name.toLowerCase());
  if (existing !== undefined) {
    const kind = (known: typeof field): string => {
      if (known.summary !== undefined) return 'roll-up summary';
      return known.formula === undefined ? known.type : `formula ${known.type}`;
    };
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
  if (isMetadataType(object.name))
    throw new Error('Validation rules of custom metadata types are not supported by the local org');
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
    ({ schema: { globalValueSets } }, { fullName, xml }) => {
      const key = fullName.toLowerCase();
      globalValueSets.set(key, readGlobalValueSet(xml, globalValueSets.get(key)));
    },
  ],
  ['CustomObject', applyCustomObject],
  ['CustomField', applyCustomField],
  ['ValidationRule', applyValidationRule],
  [
    'CustomMetadata',
    ({ schema }, { fullName, xml }) => {
      const record = readMetadataRecord(schema, fullName, xml);
      schema.customMetadata.set(recordKey(record.typeName, record.developerName), record);
    },
  ],
  [
    'CustomLabel',
    ({ schema }, { fullName, xml }) => {
      schema.labels.set(fullName.toLowerCase(), readCustomLabel(fullName, xml));
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
  [
    'PermissionSetGroup',
    ({ schema }, { fullName, xml }) => {
      schema.permissionSetGroups.set(fullName.toLowerCase(), readPermissionSetGroup(fullName, xml));
    },
  ],
  ['Settings', ({ schema }, { fullName, xml }) => applySettings(schema, fullName, xml)],
  ['CustomObjectTranslation', applyTranslation],
  ['CustomFieldTranslation', applyTranslation],
  [
    'GlobalValueSetTranslation',
    ({ schema }, { fullName, xml }) => applyValueSetTranslation(schema, fullName, xml),
  ],
];

const APPLIED_TYPES: ReadonlySet<string> = new Set(APPLIED.map(([type]) => type));

/** Details belong to who owns their master; all other custom objects have an owner of their own. */
function alignOwners(schema: Schema): void {
  for (const object of schema.objects.values()) {
    if (!object.custom || isMetadataType(object.name)) continue;
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
  const applying: Applying = { store, schema };
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
  for (const piece of pieces) {
    const refusal = refusedBySettings(schema, piece.type);
    if (refusal !== undefined) refuse(piece, refusal);
  }
  for (const { type, fullName, fileName } of pieces) {
    schema.components.set(`${type}:${fullName}`, {
      type,
      fullName,
      fileName,
      hasBehaviour: APPLIED_TYPES.has(type) && (type !== 'Settings' || actsOnSettings(fullName)),
    });
  }
  alignOwners(schema);
  alignValueSets(schema);
  alignSummaries(schema);
  return problems;
}
