import { postGraphql } from '../browser/org.ts';
import type { GraphqlAnswer } from '../browser/org.ts';

/*
 * `lightning/graphql` (v2). Source: LWC Developer Guide, "lightning/graphql Wire Adapter" and "executeMutation".
 */

/** A query that `gql` made. */
interface GraphqlDocument {
  readonly text: string;
}

interface GraphqlRequest {
  query?: GraphqlDocument;
  variables?: Readonly<Record<string, unknown>>;
  operationName?: string;
}

/** What the wire gives: neither data nor errors while it waits for the first answer. */
interface GraphqlResult {
  data: unknown;
  errors: GraphqlAnswer['errors'];
  refresh?: () => Promise<void>;
}

const documents = new WeakSet<object>();

/** Makes a query; other queries and fragments may be put into it. */
export function gql(strings: TemplateStringsArray, ...values: unknown[]): GraphqlDocument {
  const text = strings.reduce((before, part, index) => before + textOf(values[index - 1]) + part);
  const document = Object.freeze({ text });
  documents.add(document);
  return document;
}

function textOf(value: unknown): string {
  return isDocument(value) ? value.text : String(value);
}

function isDocument(value: unknown): value is GraphqlDocument {
  return typeof value === 'object' && value !== null && documents.has(value);
}

function bodyOf({ query, variables = {}, operationName }: GraphqlRequest): Record<string, unknown> {
  if (!isDocument(query)) throw new TypeError('The query must be made with gql.');
  return { query: query.text, variables, operationName };
}

/** Changes records. Errors of the request or of a record arrive in `errors`, as an array. */
export async function executeMutation(request: GraphqlRequest): Promise<GraphqlAnswer> {
  return postGraphql(bodyOf(request));
}

/** The wire adapter: asks when the query or a variable changes, once nothing that the query needs is missing. */
export class graphql {
  readonly #emit: (result: GraphqlResult) => void;
  #request: GraphqlRequest | undefined;
  #isConnected = false;
  /** Counts the questions: an answer to any but the last comes too late. */
  #generation = 0;
  #asked = '';

  constructor(emit: (result: GraphqlResult) => void) {
    this.#emit = emit;
    emit({ data: undefined, errors: undefined });
  }

  connect(): void {
    this.#isConnected = true;
    void this.#ask(false);
  }

  disconnect(): void {
    this.#isConnected = false;
    this.#asked = '';
    this.#generation += 1;
  }

  update(request: GraphqlRequest): void {
    this.#request = request;
    if (this.#isConnected) void this.#ask(false);
  }

  async #ask(again: boolean): Promise<void> {
    const request = this.#request;
    if (request?.query === undefined) return;
    if ('variables' in request && request.variables === undefined) return;
    const body = bodyOf(request);
    const asked = JSON.stringify(body);
    if (!again && asked === this.#asked) return;
    this.#asked = asked;
    this.#generation += 1;
    const generation = this.#generation;
    const { data, errors } = await postGraphql(body);
    if (generation === this.#generation) this.#emit({ data, errors, refresh: () => this.#ask(true) });
  }
}
