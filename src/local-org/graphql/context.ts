import type { Access } from '../access/access.ts';
import type { Org, Session } from '../org.ts';
import { API_VERSION } from '../schema/api-version.ts';
import type { QueryContext } from '../soql/context.ts';
import { QueryText } from '../soql/query-text.ts';
import { prepareTextFunctions } from '../soql/text-functions.ts';

/** What every resolver works with. */
export interface GraphqlContext {
  org: Org;
  session: Session;
  access: Access;
  /** Reading goes by the rules of SOQL: the same fields, permissions and comparisons. */
  query: QueryContext;
  /** Queries of records and groups that the request has so far. */
  queries: number;
}

/** The context of one request. */
export function makeContext(org: Org, session: Session): GraphqlContext {
  prepareTextFunctions(org.database);
  const access = org.access(session.userId);
  return {
    org,
    session,
    access,
    queries: 0,
    query: {
      database: org.database,
      schema: org.schema,
      access,
      userId: session.userId,
      now: org.clock(),
      includeDeleted: false,
      disturbance: org.disturbance,
      apiVersion: API_VERSION,
      text: new QueryText(''),
    },
  };
}
