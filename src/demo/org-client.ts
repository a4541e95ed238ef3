import { apiVersion } from '../salesforce/api-version.ts';

/** A signed-in user of the local org, as far as the demo needs one: it sets the org up as an admin would. */
export class OrgClient {
  readonly #base: string;
  readonly #accessToken: string;

  constructor(orgUrl: string, accessToken: string) {
    this.#base = `${orgUrl}/services/data/v${apiVersion}`;
    this.#accessToken = accessToken;
  }

  /** All records of a query, page after page. */
  async query<Row>(soql: string): Promise<Row[]> {
    interface Page {
      records: Row[];
      nextRecordsUrl?: string;
    }
    let page = await this.#send<Page>('GET', `/query?q=${encodeURIComponent(soql)}`);
    const records = page.records;
    while (page.nextRecordsUrl !== undefined) {
      page = await this.#send<Page>('GET', `/query/${page.nextRecordsUrl.split('/').at(-1)}`);
      for (const record of page.records) records.push(record);
    }
    return records;
  }

  /** @throws Error with the org's own words when it refuses */
  async post<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.#send<Answer>('POST', path, JSON.stringify(body));
  }

  async #send<Answer>(method: string, path: string, body?: string): Promise<Answer> {
    const answer = await fetch(`${this.#base}${path}`, {
      method,
      body,
      headers: { authorization: `Bearer ${this.#accessToken}`, 'content-type': 'application/json' },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`The org refused ${method} ${path}: ${text}`);
    return JSON.parse(text) as Answer;
  }
}
