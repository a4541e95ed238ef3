import type { TestOrg } from '../support/test-org.ts';

/** What the org answered: the HTTP status, and its error code when it refused. */
export interface Answer {
  status: number;
  errorCode: string | undefined;
  body: unknown;
}

/** A signed-in user of a test org, who asks it over HTTP and gets no more than the permissions allow. */
export class OrgUser {
  readonly #base: string;
  readonly #accessToken: string;

  constructor({ localOrg }: TestOrg, username: string) {
    this.#base = `${localOrg.url}/services/data/v67.0`;
    this.#accessToken = localOrg.issueSession(username);
  }

  create(objectName: string, record: Record<string, unknown>): Promise<Answer> {
    return this.#ask('POST', `/sobjects/${objectName}`, record);
  }

  /** The id of a new record. @throws Error with the org's own words when it refuses */
  async make(objectName: string, record: Record<string, unknown>): Promise<string> {
    const { status, body } = await this.create(objectName, record);
    if (status !== 201) throw new Error(`${objectName}: ${JSON.stringify(body)}`);
    return (body as { id: string }).id;
  }

  change(objectName: string, id: string, fields: Record<string, unknown>): Promise<Answer> {
    return this.#ask('PATCH', `/sobjects/${objectName}/${id}`, fields);
  }

  remove(objectName: string, id: string): Promise<Answer> {
    return this.#ask('DELETE', `/sobjects/${objectName}/${id}`);
  }

  read(objectName: string, id: string): Promise<Answer> {
    return this.#ask('GET', `/sobjects/${objectName}/${id}`);
  }

  query(soql: string): Promise<Answer> {
    return this.#ask('GET', `/query?q=${encodeURIComponent(soql)}`);
  }

  describe(objectName: string): Promise<Answer> {
    return this.#ask('GET', `/sobjects/${objectName}/describe`);
  }

  async #ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${this.#base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#accessToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    const read: unknown = text === '' ? undefined : JSON.parse(text);
    const [error] = answer.ok ? [] : (read as { errorCode: string }[]);
    return { status: answer.status, errorCode: error?.errorCode, body: read };
  }
}
