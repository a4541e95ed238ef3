import { SalesforceError } from '../../errors.ts';
import { answerGraphql } from '../../graphql/answer.ts';
import type { DataAnswer, DataContext, DataRequest } from '../data-request.ts';
import type { DataRoute } from '../data-router.ts';
import { isJsonObject, requireJsonObject } from './request-reading.ts';

/** The GraphQL API. Source: GraphQL API Developer Guide, "GraphQL Request and Response Structure". */
export const graphqlRoutes: readonly DataRoute[] = [{ method: 'POST', path: 'graphql', handle: answer }];

/** Answers 200 also where the request is wrong: what is wrong stands in `errors`. */
function answer(context: DataContext, request: DataRequest): DataAnswer {
  const { query, variables, operationName } = requireJsonObject(request);
  if (typeof query !== 'string') {
    throw new SalesforceError('JSON_PARSER_ERROR', 'The request body must have a text: query.');
  }
  if ((variables ?? undefined) !== undefined && !isJsonObject(variables)) {
    throw new SalesforceError('JSON_PARSER_ERROR', 'The variables must be a JSON object.');
  }
  const body = answerGraphql(context.org, request.session, {
    query,
    variables: isJsonObject(variables) ? variables : {},
    operationName: typeof operationName === 'string' && operationName !== '' ? operationName : undefined,
  });
  return { status: 200, body };
}
