import { GraphQLError } from 'graphql';
import { SalesforceError } from '../errors.ts';

/** What kind of error it is. Source: GraphQL API Developer Guide, "Status Codes and Error Responses". */
export type ErrorType =
  | 'InvalidSyntax'
  | 'ValidationError'
  | 'DataFetchingException'
  | 'OperationNotSupported'
  | 'ExecutionAborted';

/** One error of an answer. `errorCode` and `fields` say what the REST API would say of a refused record. */
export interface GraphqlErrorBody {
  message: string;
  locations: { line: number; column: number }[];
  /** From the operation down to the field that has no value because of this error; empty for the whole request. */
  path: (string | number)[];
  /** The same: both names are met in answers of the API. */
  paths: (string | number)[];
  extensions: { ErrorType: ErrorType; errorCode?: string; fields?: string[] };
}

/** An error of that type, for resolvers to throw. */
export function graphqlError(
  errorType: ErrorType,
  message: string,
  details: { errorCode?: string; fields?: string[] } = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { ErrorType: errorType, ...details } });
}

/** For what the GraphQL API has and this org does not do. */
export function notSupportedHere(what: string): GraphQLError {
  return graphqlError('OperationNotSupported', `${what} is not supported by the local org.`);
}

/**
 * An error as the GraphQL API answers it.
 * @throws what a resolver threw, when it is a fault of ours and no answer to the client
 */
export function errorBody(error: GraphQLError, errorType: ErrorType): GraphqlErrorBody {
  const { originalError, extensions } = error;
  const isOurs = originalError === undefined || originalError instanceof GraphQLError;
  if (!isOurs && !(originalError instanceof SalesforceError)) throw originalError;
  const body: GraphqlErrorBody = {
    message: error.message,
    locations: (error.locations ?? []).map(({ line, column }) => ({ line, column })),
    path: [...(error.path ?? [])],
    paths: [...(error.path ?? [])],
    extensions: { ErrorType: errorType, ...extensions },
  };
  if (originalError instanceof SalesforceError) {
    body.extensions.errorCode = originalError.errorCode;
    if (originalError.fields.length > 0) body.extensions.fields = originalError.fields;
  }
  return body;
}
