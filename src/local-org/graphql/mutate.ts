import { GraphQLError } from 'graphql';
import type { FieldNode } from 'graphql';
import { SalesforceError } from '../errors.ts';
import type { SaveResult } from '../org.ts';
import type { ObjectDefinition } from '../schema/schema.ts';
import { asText } from '../values/as-text.ts';
import type { GraphqlContext } from './context.ts';
import { graphqlError } from './errors.ts';
import type { RecordNode } from './record-node.ts';

/** What a field of `UIAPIMutations` does. */
export interface ChangeOperation {
  object: ObjectDefinition;
  kind: 'Create' | 'Update' | 'Delete';
}

/** One change of a request, in its order. */
export interface Change extends ChangeOperation {
  /** The name in the answer; others refer to it: `@{key}`. */
  key: string;
  input: Record<string, unknown>;
  /** The nodes of `Record`, for what the answer shows of the record. */
  recordNodes: FieldNode[];
}

/** What the answer of a change is resolved from. */
export interface ChangePayload {
  id: string;
  record: () => RecordNode | null;
}

/** What became of the changes of a request. */
export interface Changes {
  /** @throws the error of a change that was not kept */
  payload: (key: string) => ChangePayload;
}

type Outcome = { id: string } | { error: Error };

const REFERENCE = /^@\{(\w+)\}$/;

/**
 * Makes changes in their order. With `allOrNone` one refusal undoes them all; without, only those that are linked by
 * references to the refused one. Source: GraphQL API Developer Guide, "Send Mutation Requests", "Mutation Field
 * References", "Mutations Limitations" ("dependent operations can either all execute successfully or not at all").
 */
export function makeChanges(
  context: GraphqlContext,
  changes: readonly Change[],
  allOrNone: boolean,
  findRecord: (change: Change, id: string) => RecordNode | null,
): Changes {
  const outcomes = new Map<string, Outcome>();
  const groups = allOrNone ? [changes] : linkedChanges(changes);
  for (const group of groups) {
    for (const [key, outcome] of runTogether(context, group)) outcomes.set(key, outcome);
  }
  return {
    payload: (key) => {
      const change = changes.find((candidate) => candidate.key === key);
      const outcome = outcomes.get(key);
      if (change === undefined || outcome === undefined) throw new Error(`no outcome of ${key}`);
      if ('error' in outcome) throw outcome.error;
      return { id: outcome.id, record: () => findRecord(change, outcome.id) };
    },
  };
}

/** The values of a change that may be references: its record's id, and reference fields. Texts are left alone. */
function idValues({ object, input }: Change): string[] {
  const values = (input[object.name] ?? {}) as Record<string, unknown>;
  const references = Object.entries(values).filter(([name]) => isReference(object, name));
  return [input['Id'], ...references.map(([, value]) => value)].filter((value) => typeof value === 'string');
}

function isReference(object: ObjectDefinition, fieldName: string): boolean {
  return object.fields.get(fieldName.toLowerCase())?.type === 'reference';
}

/** Changes that refer to each other, directly or through others, form one group; each keeps its order. */
function linkedChanges(changes: readonly Change[]): Change[][] {
  let groups: Change[][] = [];
  for (const change of changes) {
    const references = idValues(change).map((value) => REFERENCE.exec(value)?.[1]);
    const isLinked = (group: Change[]): boolean => group.some(({ key }) => references.includes(key));
    const linked = groups.filter(isLinked).flat();
    const inOrder = changes.filter((candidate) => linked.includes(candidate) || candidate === change);
    groups = [...groups.filter((group) => !isLinked(group)), inOrder];
  }
  return groups;
}

function runTogether(context: GraphqlContext, changes: readonly Change[]): Map<string, Outcome> {
  const isKept = (outcomes: Map<string, Outcome>): boolean =>
    [...outcomes.values()].every((outcome) => 'id' in outcome);
  const outcomes = context.org.transact(() => {
    const made = new Map<string, Outcome>();
    for (const change of changes) {
      const outcome = runOne(context, change, made, changes);
      made.set(change.key, outcome);
      if ('error' in outcome) break;
    }
    return made;
  }, isKept);
  if (isKept(outcomes)) return outcomes;
  const undone = graphqlError(
    'ExecutionAborted',
    'The transaction was rolled back since another operation in the same transaction failed.',
  );
  return new Map(
    changes.map(({ key }): [string, Outcome] => {
      const outcome = outcomes.get(key);
      return [key, outcome !== undefined && 'error' in outcome ? outcome : { error: undone }];
    }),
  );
}

function runOne(
  context: GraphqlContext,
  change: Change,
  made: ReadonlyMap<string, Outcome>,
  changes: readonly Change[],
): Outcome {
  try {
    const [result] = save(context, change, (value) => idOf(value, made, changes));
    if (result?.success === true && result.id !== undefined) return { id: result.id };
    return { error: refusal(result) };
  } catch (error) {
    if (error instanceof SalesforceError || error instanceof GraphQLError) return { error };
    throw error;
  }
}

function save(
  { org, session }: GraphqlContext,
  { object, kind, input }: Change,
  asId: (value: unknown) => unknown,
): SaveResult[] {
  const id = asId(input['Id']);
  const values = Object.fromEntries(
    Object.entries((input[object.name] ?? {}) as Record<string, unknown>).map(([name, value]) => [
      name,
      isReference(object, name) ? asId(value) : value,
    ]),
  );
  switch (kind) {
    case 'Create':
      return org.create(session, object.name, [values]);
    case 'Update':
      return org.update(session, object.name, [{ ...values, Id: id }]);
    case 'Delete':
      if (typeof id === 'string' && id.startsWith(object.keyPrefix)) return org.delete(session, [id]);
      throw new SalesforceError(
        'MALFORMED_ID',
        `${object.label} ID: id value of incorrect type: ${asText(id)}`,
        {
          fields: ['Id'],
        },
      );
  }
}

/** The id that a reference stands for; other values as they are. Only what was created or deleted can be referred to. */
function idOf(value: unknown, made: ReadonlyMap<string, Outcome>, changes: readonly Change[]): unknown {
  const key = typeof value === 'string' ? REFERENCE.exec(value)?.[1] : undefined;
  if (key === undefined) return value;
  const outcome = made.get(key);
  const isUpdate = changes.some((change) => change.key === key && change.kind === 'Update');
  if (outcome !== undefined && 'id' in outcome && !isUpdate) return outcome.id;
  throw graphqlError(
    'DataFetchingException',
    `Invalid reference @{${key}}: no earlier create or delete operation of this request is called '${key}'.`,
  );
}

/** A refused record as one error: all its messages, and the fields that they name. */
function refusal(result: SaveResult | undefined): Error {
  const errors = result?.errors ?? [];
  return graphqlError('DataFetchingException', errors.map(({ message }) => message).join(' '), {
    errorCode: errors[0]?.statusCode ?? 'UNKNOWN_EXCEPTION',
    fields: [...new Set(errors.flatMap(({ fields }) => fields))],
  });
}
