import { executeSync, GraphQLError, Kind, parse, validate } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { Org, Session } from '../org.ts';
import { userSchema } from './build-schema.ts';
import { makeContext } from './context.ts';
import { errorBody, graphqlError } from './errors.ts';
import type { ErrorType, GraphqlErrorBody } from './errors.ts';
import { RULES, syntaxMessage, validationMessage } from './validation.ts';

/** What a client asks. */
export interface GraphqlRequest {
  query: string;
  variables: Record<string, unknown>;
  /** Needed where the query has several operations. */
  operationName: string | undefined;
}

/** What a client gets: an empty object as data where nothing could be run. */
export interface GraphqlAnswer {
  data: unknown;
  errors: GraphqlErrorBody[];
}

/** Words and signs in a request; far more would exhaust the call stack. */
const MOST_TOKENS = 10_000;

/**
 * Answers a request as that user. Whatever is wrong with it is in the answer.
 * Source: GraphQL API Developer Guide; "Status Codes and Error Responses" has the kinds of errors.
 */
export function answerGraphql(org: Org, session: Session, request: GraphqlRequest): GraphqlAnswer {
  const context = makeContext(org, session);
  const schema = userSchema(org.schema, context.access);
  const document = readDocument(request.query);
  if (document instanceof GraphQLError) return refused([document], 'InvalidSyntax', syntaxMessage);
  const invalid = validate(schema, document, RULES);
  if (invalid.length > 0) return refused(invalid, 'ValidationError', validationMessage);
  const operation = findOperation(document, request.operationName);
  if (operation instanceof GraphQLError) return refused([operation], 'OperationNotSupported');
  const { data, errors = [] } = executeSync({
    schema,
    document,
    variableValues: request.variables,
    operationName: operation.name?.value,
    contextValue: context,
  });
  // Without data the variables did not fit: nothing was run.
  if (data === undefined) return refused(errors, 'ValidationError', validationMessage);
  const bodies = errors.map((error) => errorBody(error, 'DataFetchingException'));
  return { data: data ?? {}, errors: bodies.toSorted((a, b) => Number(isAborted(a)) - Number(isAborted(b))) };
}

/** Errors that only follow from another one stand after it. */
function isAborted(error: GraphqlErrorBody): boolean {
  return error.extensions.ErrorType === 'ExecutionAborted';
}

function refused(
  errors: readonly GraphQLError[],
  errorType: ErrorType,
  wording = (message: string): string => message,
): GraphqlAnswer {
  return {
    data: {},
    errors: errors.map((error) => {
      const body = errorBody(error, errorType);
      return { ...body, message: wording(body.message) };
    }),
  };
}

function readDocument(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens: MOST_TOKENS });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    if (error instanceof RangeError) return new GraphQLError('The query is nested too deeply.');
    throw error;
  }
}

/** The operation to run: the only one, or the one that is named. */
function findOperation(
  document: DocumentNode,
  name: string | undefined,
): OperationDefinitionNode | GraphQLError {
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const wanted = (operations as OperationDefinitionNode[]).filter(
    (operation) => name === undefined || operation.name?.value === name,
  );
  const [only, another] = wanted;
  if (only === undefined) {
    return graphqlError('OperationNotSupported', `Unknown operation named '${name ?? ''}'.`);
  }
  if (another !== undefined) {
    return graphqlError(
      'OperationNotSupported',
      'Must provide operation name if query contains multiple operations.',
    );
  }
  return only;
}
