import { Kind, parse } from 'graphql';
import type { FieldNode, ObjectValueNode, SelectionSetNode, ValueNode } from 'graphql';
import { fieldProblem } from './catalogue.ts';
import type { Catalogue, KnownObject } from './catalogue.ts';

/** A name within a query that an org would not find. */
export interface QueryProblem {
  element: string;
  problem: string;
}

/** Parts of a `where` that are no fields. */
const connectives = ['and', 'or', 'not'];

/** What the queries and mutations of a document name and an org would not find. */
export function queryProblems(document: string, catalogue: Catalogue): QueryProblem[] {
  return parse(document).definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const uiapi = fieldsOf(definition.selectionSet).filter(({ name }) => name.value === 'uiapi');
    return uiapi
      .flatMap(({ selectionSet }) => fieldsOf(selectionSet))
      .flatMap((field) => {
        if (['query', 'aggregate'].includes(field.name.value))
          return fieldsOf(field.selectionSet).flatMap((root) => rootProblems(root, catalogue));
        if (field.name.value === 'objectInfos') return infoProblems(field, catalogue);
        return mutationProblems(field, catalogue);
      });
  });
}

function rootProblems(root: FieldNode, catalogue: Catalogue): QueryProblem[] {
  const object = catalogue.objects.get(root.name.value);
  return object === undefined
    ? [{ element: root.name.value, problem: `there is no object ${root.name.value}` }]
    : listProblems(root, object, catalogue);
}

/** A list of records: its arguments, and what is asked of each. */
function listProblems(list: FieldNode, object: KnownObject, catalogue: Catalogue): QueryProblem[] {
  const given = (list.arguments ?? [])
    .filter(({ name }) => ['where', 'orderBy', 'groupBy'].includes(name.value))
    .flatMap(({ value }) => conditionProblems(value, object, catalogue));
  const asked = fieldsOf(list.selectionSet)
    .filter(({ name }) => name.value === 'edges')
    .flatMap(({ selectionSet }) => fieldsOf(selectionSet))
    .filter(({ name }) => name.value === 'node')
    .flatMap(({ selectionSet }) => recordProblems(withoutAggregate(selectionSet), object, catalogue));
  return [...given, ...asked];
}

/** Aggregates have their fields one level deeper, below `aggregate`. */
function withoutAggregate(selectionSet: SelectionSetNode | undefined): FieldNode[] {
  return fieldsOf(selectionSet).flatMap((field) =>
    field.name.value === 'aggregate' ? fieldsOf(field.selectionSet) : [field],
  );
}

function recordProblems(fields: FieldNode[], object: KnownObject, catalogue: Catalogue): QueryProblem[] {
  return fields.flatMap((field) => {
    const name = field.name.value;
    if (['Id', 'ApiName', '__typename', 'DisplayValue'].includes(name)) return [];
    const parent = catalogue.objects.get(object.parents.get(name) ?? '');
    if (parent !== undefined) return recordProblems(fieldsOf(field.selectionSet), parent, catalogue);
    const child = catalogue.objects.get(object.lists.get(name) ?? '');
    if (child !== undefined) return listProblems(field, child, catalogue);
    const problem = fieldProblem(catalogue, object.name, name);
    return problem === undefined ? [] : [{ element: `${object.name}.${name}`, problem }];
  });
}

function conditionProblems(value: ValueNode, object: KnownObject, catalogue: Catalogue): QueryProblem[] {
  if (value.kind === Kind.LIST)
    return value.values.flatMap((one) => conditionProblems(one, object, catalogue));
  if (value.kind !== Kind.OBJECT) return [];
  return value.fields.flatMap((field) => {
    const name = field.name.value;
    if (connectives.includes(name)) return conditionProblems(field.value, object, catalogue);
    const parent = catalogue.objects.get(object.parents.get(name) ?? '');
    if (parent !== undefined) return conditionProblems(field.value, parent, catalogue);
    const problem = fieldProblem(catalogue, object.name, name);
    if (problem !== undefined) return [{ element: `${object.name}.${name}`, problem }];
    return field.value.kind === Kind.OBJECT ? operandProblems(field.value, object, name) : [];
  });
}

/** What a field is compared with: only values that its picklist has. */
function operandProblems(operators: ObjectValueNode, object: KnownObject, name: string): QueryProblem[] {
  const values = object.fields.get(name)?.values;
  if (values === undefined) return [];
  return operators.fields
    .flatMap(({ value }) => (value.kind === Kind.LIST ? value.values : [value]))
    .flatMap((operand) =>
      operand.kind === Kind.STRING && !values.includes(operand.value)
        ? [
            {
              element: `${object.name}.${name}`,
              problem: `${object.name}.${name} has no value “${operand.value}”`,
            },
          ]
        : [],
    );
}

function infoProblems(field: FieldNode, catalogue: Catalogue): QueryProblem[] {
  return (field.arguments ?? [])
    .flatMap(({ value }) => (value.kind === Kind.LIST ? value.values : [value]))
    .flatMap((value) =>
      value.kind === Kind.STRING && !catalogue.objects.has(value.value)
        ? [{ element: 'objectInfos', problem: `there is no object ${value.value}` }]
        : [],
    );
}

/** `Feedback_Action__cUpdate`: the object before the verb, and the fields that the answer shows. */
function mutationProblems(field: FieldNode, catalogue: Catalogue): QueryProblem[] {
  const name = field.name.value.replace(/(Create|Update|Delete)$/, '');
  const object = catalogue.objects.get(name);
  if (object === undefined) return [{ element: field.name.value, problem: `there is no object ${name}` }];
  return fieldsOf(field.selectionSet)
    .filter((part) => part.name.value === 'Record')
    .flatMap(({ selectionSet }) => recordProblems(fieldsOf(selectionSet), object, catalogue));
}

function fieldsOf(selectionSet: SelectionSetNode | undefined): FieldNode[] {
  return (selectionSet?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsOf(selection.selectionSet) : [];
  });
}
