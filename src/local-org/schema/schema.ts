/**
 * What an org knows about its objects: the model that metadata is read into and that everything else
 * (describe, storage, checks, SOQL, permissions) goes by.
 */

/** Field types, in the words of describe (`SObjectField.type`). Long text is `textarea` with a length over 255. */
export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'picklist'
  | 'multipicklist'
  | 'reference'
  | 'email'
  | 'phone'
  | 'url';

/** One value of a picklist; `value` is stored, `label` is shown. */
export interface PicklistValue {
  value: string;
  label: string;
  isDefault: boolean;
  isActive: boolean;
}

/** Where a reference points, and how it is walked from either end. */
export interface Reference {
  /** API names of the objects that it may point to; several for polymorphic fields such as an owner. */
  to: string[];
  /** Name used to walk to the parent in SOQL and formulas: `Account` or `Account__r`. */
  relationshipName: string;
  /** Name used to walk from the parent to its children: `Contacts` or `Machines__r`. */
  childRelationshipName?: string;
  masterDetail: boolean;
  /** What becomes of this record when the parent is deleted. */
  onDelete: 'cascade' | 'setNull' | 'restrict';
  /** Master-detail only: writing the detail needs read (true) or edit (false) on the master. */
  writeRequiresMasterRead?: boolean;
  /** Master-detail only: whether a detail may move to another master. */
  reparentable?: boolean;
}

export interface Field {
  /** API name, in the case that answers use. */
  name: string;
  label: string;
  /** Labels by language, where a translation was deployed: `{ fr: 'Compte' }`. */
  translations: Record<string, string>;
  type: FieldType;
  custom: boolean;
  description?: string;
  inlineHelpText?: string;
  /** Characters, for texts. */
  length?: number;
  /** All digits, for numbers. */
  precision?: number;
  /** Digits after the point, for numbers. */
  scale?: number;
  required: boolean;
  unique: boolean;
  /** For unique texts: whether "a" and "A" are different values. */
  caseSensitive: boolean;
  externalId: boolean;
  /** Display format of an auto-number, e.g. `FR-{000000}`. */
  autoNumberFormat?: string;
  picklist?: {
    restricted: boolean;
    /** Name of the global value set that the values and their translations come from. */
    globalValueSet?: string;
    values: PicklistValue[];
    /** Labels by language and value: `{ fr: { Running: 'En marche' } }`. */
    valueTranslations: Record<string, Record<string, string>>;
  };
  reference?: Reference;
  /** A formula field is computed, never stored. */
  formula?: { expression: string; blankAsZero: boolean };
  /** A roll-up summary field is computed from the details of a record, and stored. */
  summary?: SummaryDefinition;
  /** Default value formula, evaluated on insert when no value is given. */
  defaultValue?: string;
  /** Whether clients may set it at all; system fields, formulas and auto-numbers may not be set. */
  createable: boolean;
  updateable: boolean;
  /** Whether field permissions apply (not to required, master-detail and system fields). */
  permissionable: boolean;
  /** The store needs it, but the object has no such field for anyone: custom metadata types have no `IsDeleted`. */
  internal?: boolean;
}

/** How a condition of a roll-up summary compares, in the words of metadata (`FilterOperation`). */
export type SummaryOperator =
  | 'equals'
  | 'notEqual'
  | 'lessThan'
  | 'greaterThan'
  | 'lessOrEqual'
  | 'greaterOrEqual'
  | 'contains'
  | 'notContain'
  | 'startsWith'
  | 'includes'
  | 'excludes';

/** What a roll-up summary field computes. All names are API names, in the case of the schema once checked. */
export interface SummaryDefinition {
  operation: 'count' | 'sum' | 'min' | 'max';
  /** The object whose records are summarized. */
  detail: string;
  /** The field of the detail that points to the record. */
  foreignKey: string;
  /** The field that is summed or compared; none where records are counted. */
  summarized?: string;
  /** Only details that meet all of these count. `values` are alternatives, as written; none means empty. */
  filters: { field: string; operator: SummaryOperator; values: string[] }[];
}

export interface ValidationRule {
  name: string;
  active: boolean;
  /** The record is refused when this is true. */
  errorConditionFormula: string;
  errorMessage: string;
  /** Field beside which the message is shown; the whole record when absent. */
  errorDisplayField?: string;
  messageTranslations: Record<string, string>;
}

export interface ObjectDefinition {
  /** API name, in the case that answers use. */
  name: string;
  label: string;
  labelPlural: string;
  translations: Record<string, { label: string; labelPlural: string }>;
  description?: string;
  custom: boolean;
  /** First three characters of its record ids. */
  keyPrefix: string;
  /** API name of the field that names a record: `Name`, `CaseNumber`. */
  nameField: string;
  /** Organisation-wide default, as in metadata: `ReadWrite`, `Read`, `Private`, `ControlledByParent`. */
  sharingModel: string;
  /** By API name in lower case: field names are case-insensitive. */
  fields: Map<string, Field>;
  validationRules: ValidationRule[];
  /** Some objects cannot be written through the API here (Profile, Organization, …). */
  createable: boolean;
  updateable: boolean;
  deletable: boolean;
}

export interface ObjectPermission {
  allowCreate: boolean;
  allowRead: boolean;
  allowEdit: boolean;
  allowDelete: boolean;
  viewAllRecords: boolean;
  modifyAllRecords: boolean;
}

/** A permission set, or the permission part of a profile. Keys are API names in lower case. */
export interface PermissionSetDefinition {
  name: string;
  label: string;
  description?: string;
  objects: Map<string, ObjectPermission>;
  /** By `object.field` in lower case. */
  fields: Map<string, { readable: boolean; editable: boolean }>;
  customPermissions: Set<string>;
  userPermissions: Set<string>;
  /** API names of the custom metadata types whose records may be read. */
  customMetadataTypes: Set<string>;
}

/** Permission sets that are assigned together. */
export interface PermissionSetGroupDefinition {
  name: string;
  label: string;
  description?: string;
  /** Names of its permission sets, as deployed. */
  permissionSets: string[];
}

/** A record of a custom metadata type. */
export interface CustomMetadataRecord {
  /** API name of its type: `Setting__mdt`. */
  typeName: string;
  developerName: string;
  label: string;
  /** By API name of the field, in storage form. */
  values: Record<string, string | number | null>;
}

/** A text for components and formulas, in the words and the order of metadata. */
export interface CustomLabelDefinition {
  fullName: string;
  categories?: string;
  /** Of the value: `en_US`. */
  language: string;
  protected: boolean;
  shortDescription: string;
  value: string;
}

/** Picklist values that several fields share. */
export interface GlobalValueSet {
  values: PicklistValue[];
  /** Labels by language and value. */
  translations: Record<string, Record<string, string>>;
}

/** One piece of deployed metadata, as `listMetadata` would name it. */
export interface DeployedComponent {
  /** Metadata type: `CustomField`. */
  type: string;
  /** Full name: `Machine__c.Status__c`. */
  fullName: string;
  /** Path inside its project, with forward slashes. */
  fileName: string;
  /** Whether the local org acts on it; layouts, tabs and the like are only recorded. */
  hasBehaviour: boolean;
  /** What it was when it was deployed last, as a hash. */
  contentHash?: string;
  /** Who deployed it first, and when (ISO 8601). */
  created?: { userId: string; at: string };
  /** Who changed it last, and when. */
  changed?: { userId: string; at: string };
}

/** Of an org's settings, those that the local org knows, in the words of metadata. */
export interface OrgSettings {
  /** Whether Lightning web components run under Lightning Web Security, not under Lightning Locker. */
  lockerServiceNext: boolean;
  /** Whether translations may be deployed. */
  enableTranslationWorkbench: boolean;
}

/** All that was deployed. */
export interface Schema {
  /** By API name in lower case. */
  objects: Map<string, ObjectDefinition>;
  /** By name in lower case. */
  permissionSets: Map<string, PermissionSetDefinition>;
  /** By name in lower case. */
  permissionSetGroups: Map<string, PermissionSetGroupDefinition>;
  /** Names of custom permissions, as deployed, by name in lower case. */
  customPermissions: Map<string, string>;
  /** Custom labels by name in lower case. */
  labels: Map<string, CustomLabelDefinition>;
  /** Records of custom metadata types by `type.record` in lower case: `setting__mdt.default`. */
  customMetadata: Map<string, CustomMetadataRecord>;
  /** By name in lower case. */
  globalValueSets: Map<string, GlobalValueSet>;
  settings: OrgSettings;
  /** What was deployed, by `type:fullName`. */
  components: Map<string, DeployedComponent>;
}

/**
 * The object of that API name, in any case.
 * Returns undefined when the org has no such object.
 */
export function objectOf(schema: Schema, name: string): ObjectDefinition | undefined {
  return schema.objects.get(name.toLowerCase());
}

/** The field of that API name, in any case; undefined when the object has none. */
export function fieldOf(object: ObjectDefinition, name: string): Field | undefined {
  return object.fields.get(name.toLowerCase());
}

/**
 * The reference field that is walked by that relationship name, in any case: `Account__r`, `Owner`.
 * Returns undefined when there is none.
 */
export function relationshipOf(object: ObjectDefinition, relationshipName: string): Field | undefined {
  const wanted = relationshipName.toLowerCase();
  for (const field of object.fields.values()) {
    if (field.reference?.relationshipName.toLowerCase() === wanted) return field;
  }
  return undefined;
}

/** Whether an object is a custom metadata type: its records are deployed, and read by all formulas. */
export function isMetadataType(objectName: string): boolean {
  return objectName.toLowerCase().endsWith('__mdt');
}

/** Whether a field has a column: formula fields are computed instead. */
export function isStored(field: Field): boolean {
  return field.formula === undefined;
}

/** Whether a field takes "a" and "A" for the same value where values are matched or must be unique. */
export function ignoresCase(field: Field): boolean {
  return !field.caseSensitive && (field.type === 'string' || field.type === 'email');
}
