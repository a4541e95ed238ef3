import { SalesforceError } from '../../errors.ts';
import type { SaveResult } from '../../records/save-result.ts';
import type { ObjectDefinition, Schema } from '../../schema/schema.ts';
import type { DataAnswer, DataContext, DataRequest } from '../data-request.ts';
import type { DataRoute } from '../data-router.ts';
import {
  isJsonObject,
  refuseMoreThan,
  requireJsonObject,
  requireList,
  requireObject,
} from './request-reading.ts';
import type { JsonRecord } from './request-reading.ts';

const RECORDS_PER_TREE = 200;
const DEEPEST_LEVEL = 5;

/** Parents with their children in one call, all or none. Source: REST API Developer Guide, "sObject Tree". */
export const treeRoutes: readonly DataRoute[] = [
  { method: 'POST', path: 'composite/tree/:object', handle: createTree },
];

/** One record of a tree, apart from its children. */
interface TreeNode {
  definition: ObjectDefinition;
  referenceId: string;
  record: JsonRecord;
  /** Position of the parent in the list of nodes, and the field that refers to it. */
  parent?: { position: number; field: string };
}

function createTree(
  context: DataContext,
  request: DataRequest,
  parameters: Record<string, string>,
): DataAnswer {
  const definition = requireObject(context, request, parameters.object!);
  const roots = requireList(requireJsonObject(request), 'records');
  const nodes = flatten(context.org.schema, definition, roots);
  refuseMoreThan(RECORDS_PER_TREE, nodes.length);
  refuseDoubles(nodes);
  const results = context.org.transact(
    () => createLevelByLevel(context, request, nodes),
    (created) => created.every((result) => result === undefined || result.success),
  );
  const failed = results.flatMap((result, position) =>
    result === undefined || result.success
      ? []
      : [{ referenceId: nodes[position]!.referenceId, errors: result.errors }],
  );
  if (failed.length > 0) return { status: 400, body: { hasErrors: true, results: failed } };
  const created = results.map((result, position) => ({
    referenceId: nodes[position]!.referenceId,
    id: result?.id,
  }));
  return { status: 201, body: { hasErrors: false, results: created } };
}

/** All records of the tree in a flat list, parents before their children. */
function flatten(schema: Schema, root: ObjectDefinition, roots: JsonRecord[]): TreeNode[] {
  const nodes: TreeNode[] = [];
  const visit = (
    definition: ObjectDefinition,
    entry: JsonRecord,
    level: number,
    parent?: TreeNode['parent'],
  ): void => {
    if (level > DEEPEST_LEVEL) {
      throw new SalesforceError('INVALID_INPUT', `A tree has at most ${DEEPEST_LEVEL} levels.`);
    }
    const position = nodes.length;
    const isBelow = (value: unknown): value is JsonRecord =>
      isJsonObject(value) && Array.isArray(value.records);
    const own = Object.entries(entry).filter(([, value]) => !isBelow(value));
    nodes.push({
      definition,
      referenceId: referenceIdOf(definition, entry),
      record: Object.fromEntries(own),
      ...(parent && { parent }),
    });
    const below = Object.entries(entry).flatMap(([name, value]) =>
      isBelow(value) ? [[name, requireList(value, 'records')] as const] : [],
    );
    for (const [relationshipName, children] of below) {
      const link = childLink(schema, definition, relationshipName);
      for (const child of children) visit(link.definition, child, level + 1, { position, field: link.field });
    }
  };
  for (const entry of roots) visit(root, entry, 1);
  return nodes;
}

/** Creates parents first; stops at the first level that has a refused record, as its children have no parent. */
function createLevelByLevel(
  context: DataContext,
  request: DataRequest,
  nodes: TreeNode[],
): (SaveResult | undefined)[] {
  const results: (SaveResult | undefined)[] = nodes.map(() => undefined);
  let open = [...nodes.keys()];
  while (open.length > 0) {
    const ready = open.filter((position) => {
      const parent = nodes[position]!.parent;
      return parent === undefined || results[parent.position] !== undefined;
    });
    for (const [objectName, positions] of Map.groupBy(
      ready,
      (position) => nodes[position]!.definition.name,
    )) {
      const records = positions.map((position) => withParent(nodes[position]!, results));
      const saved = context.org.create(request.session, objectName, records, { allOrNone: false });
      for (const [index, position] of positions.entries()) results[position] = saved[index];
    }
    if (results.some((result) => result !== undefined && !result.success)) break;
    const done = new Set(ready);
    open = open.filter((position) => !done.has(position));
  }
  return results;
}

function withParent(node: TreeNode, results: (SaveResult | undefined)[]): JsonRecord {
  if (node.parent === undefined) return node.record;
  return { ...node.record, [node.parent.field]: results[node.parent.position]?.id };
}

/** The object and field behind a name such as `Contacts`. @throws SalesforceError INVALID_FIELD when there is none. */
function childLink(
  schema: Schema,
  parent: ObjectDefinition,
  relationshipName: string,
): { definition: ObjectDefinition; field: string } {
  const wanted = relationshipName.toLowerCase();
  for (const definition of schema.objects.values()) {
    for (const field of definition.fields.values()) {
      if (field.reference?.childRelationshipName?.toLowerCase() !== wanted) continue;
      if (field.reference.to.includes(parent.name)) return { definition, field: field.name };
    }
  }
  throw new SalesforceError(
    'INVALID_FIELD',
    `No such column '${relationshipName}' on sobject of type ${parent.name}`,
    { fields: [relationshipName] },
  );
}

/** @throws SalesforceError INVALID_INPUT when the record has no reference id or says another type. */
function referenceIdOf(definition: ObjectDefinition, entry: JsonRecord): string {
  const attributes = isJsonObject(entry.attributes) ? entry.attributes : {};
  const { referenceId, type } = attributes;
  if (typeof type === 'string' && type.toLowerCase() !== definition.name.toLowerCase()) {
    throw new SalesforceError(
      'INVALID_INPUT',
      `Expected a record of type ${definition.name} but found ${type}.`,
    );
  }
  if (typeof referenceId === 'string' && referenceId !== '') return referenceId;
  throw new SalesforceError('INVALID_INPUT', 'Include a reference ID for each record in the request.');
}

function refuseDoubles(nodes: TreeNode[]): void {
  const seen = new Set<string>();
  for (const { referenceId } of nodes) {
    if (seen.has(referenceId)) {
      throw new SalesforceError(
        'INVALID_INPUT',
        `Duplicate ReferenceId provided in the request: ${referenceId}`,
      );
    }
    seen.add(referenceId);
  }
}
