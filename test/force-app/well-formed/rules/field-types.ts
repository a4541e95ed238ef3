import { text } from '../../package-source.ts';
import type { Element } from '../../package-source.ts';
import { objectOf, ofType } from '../package.ts';
import type { Package, PackagedComponent, Problem } from '../package.ts';
import { problemAt } from '../places.ts';

/** What a field of a type is not deployed without (CustomField, Metadata API Developer Guide). */
const needs: Readonly<Record<string, readonly string[]>> = {
  AutoNumber: ['displayFormat'],
  Checkbox: ['defaultValue'],
  Currency: ['precision', 'scale'],
  LongTextArea: ['length', 'visibleLines'],
  Lookup: ['referenceTo', 'relationshipName'],
  MasterDetail: ['referenceTo', 'relationshipName'],
  MultiselectPicklist: ['valueSet', 'visibleLines'],
  Number: ['precision', 'scale'],
  Percent: ['precision', 'scale'],
  Picklist: ['valueSet'],
  Summary: ['summaryForeignKey', 'summaryOperation'],
  Text: ['length'],
};

/** Types of fields that a custom metadata type can have (“Custom Metadata Types”, Salesforce Help). */
const typesOfSettings = [
  'Checkbox',
  'Date',
  'DateTime',
  'Email',
  'LongTextArea',
  'MetadataRelationship',
  'Number',
  'Percent',
  'Phone',
  'Picklist',
  'Text',
  'TextArea',
  'Url',
];

/** How long texts and numbers may be at most, and at least. */
const sizes: Readonly<Record<string, { element: string; least: number; most: number }>> = {
  LongTextArea: { element: 'length', least: 256, most: 131_072 },
  Number: { element: 'precision', least: 1, most: 18 },
  Text: { element: 'length', least: 1, most: 255 },
};

/** Every field has what its type needs, and nothing that contradicts it. */
export function fieldsFitTheirType(installed: Package): Problem[] {
  return ofType(installed, 'CustomField').flatMap((field) => {
    const type = text(field.content, 'type') ?? '';
    return [
      ...missing(field, isFormula(field.content) ? formulaNeeds(type) : (needs[type] ?? [])),
      ...contradictions(field, type),
      ...(objectOf(field).endsWith('__mdt') ? settingProblems(field, type) : []),
    ];
  });
}

/** Every object has what is needed to create it. */
export function objectsAreWhole(installed: Package): Problem[] {
  return ofType(installed, 'CustomObject').flatMap((object) => {
    if (object.fullName.endsWith('__mdt')) return missing(object, ['label', 'pluralLabel', 'visibility']);
    if (!object.fullName.endsWith('__c')) return [];
    return missing(object, ['label', 'pluralLabel', 'nameField', 'deploymentStatus']);
  });
}

function missing(component: PackagedComponent, names: readonly string[]): Problem[] {
  return names
    .filter((name) => component.content[name] === undefined)
    .map((name) => problemAt(component, name, 'is needed and not there'));
}

const isFormula = (field: Element): boolean => text(field, 'formula') !== undefined;

function formulaNeeds(type: string): readonly string[] {
  return ['Currency', 'Number', 'Percent'].includes(type) ? ['precision', 'scale'] : [];
}

function contradictions(field: PackagedComponent, type: string): Problem[] {
  const { content } = field;
  const isRequired = text(content, 'required') === 'true';
  const size = sizes[type];
  const given = Number(size && text(content, size.element));
  return [
    ...(isRequired && type === 'Lookup' && (text(content, 'deleteConstraint') ?? 'SetNull') === 'SetNull'
      ? [
          problemAt(
            field,
            'deleteConstraint',
            'a required lookup cannot be emptied when its record is deleted',
          ),
        ]
      : []),
    ...(isRequired && (isFormula(content) || ['Summary', 'Checkbox', 'AutoNumber'].includes(type))
      ? [
          problemAt(
            field,
            'required',
            `a field of type ${type} that is computed or always set cannot be required`,
          ),
        ]
      : []),
    ...(content['required'] !== undefined && type === 'MasterDetail'
      ? [problemAt(field, 'required', 'a master-detail field is always required, and does not say so')]
      : []),
    ...(size !== undefined && !isFormula(content) && !(given >= size.least && given <= size.most)
      ? [problemAt(field, size.element, `is ${given}, not from ${size.least} to ${size.most}`)]
      : []),
  ];
}

function settingProblems(field: PackagedComponent, type: string): Problem[] {
  return [
    ...(typesOfSettings.includes(type)
      ? []
      : [problemAt(field, 'type', `custom metadata types have no fields of type ${type}`)]),
    ...missing(field, ['fieldManageability']),
  ];
}
