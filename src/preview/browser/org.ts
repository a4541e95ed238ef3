import { session } from './session.ts';

/** One thing that went wrong. */
export interface GraphqlError {
  message: string;
  extensions?: unknown;
}

/** Answer of the GraphQL API: `errors` only where there are some. */
export interface GraphqlAnswer {
  data: unknown;
  errors: readonly GraphqlError[] | undefined;
}

/** Asks the org as the signed-in user. A request that fails as a whole becomes an error of the same form. */
export async function postGraphql(body: unknown): Promise<GraphqlAnswer> {
  let content: unknown;
  try {
    const response = await fetch(`${session.orgPath}/services/data/v${session.apiVersion}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    content = await response.json();
  } catch {
    return failed(session.texts.unreachable, 'UNREACHABLE');
  }
  if (Array.isArray(content)) {
    const [first] = content as { message?: string; errorCode?: string }[];
    return failed(first?.message ?? session.texts.unreachable, first?.errorCode);
  }
  const { data, errors } = content as { data?: unknown; errors?: GraphqlError[] };
  return frozen({
    data: data ?? undefined,
    errors: errors !== undefined && errors.length > 0 ? errors : undefined,
  });
}

function failed(message: string, errorCode: string | undefined): GraphqlAnswer {
  return frozen({ data: undefined, errors: [{ message, extensions: { errorCode } }] });
}

/** What a wire gives is read-only on the platform: a component that writes to it must fail here as well. */
function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}
