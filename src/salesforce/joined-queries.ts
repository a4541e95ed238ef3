import type { SalesforceOrg } from './org.ts';

/** What queries are asked of. */
export type Queries = Pick<SalesforceOrg, 'query'>;

interface Waiting {
  soql: string;
  resolve: (rows: unknown[]) => void;
  reject: (error: unknown) => void;
}

/**
 * Lets queries that are made in one turn share API calls, five to a call, though those who make them know nothing of each
 * other. A failure that remains when the org was asked again is one of all of them.
 */
export class JoinedQueries implements Queries {
  readonly #org: Pick<SalesforceOrg, 'queries'>;
  #waiting: Waiting[] = [];

  constructor(org: Pick<SalesforceOrg, 'queries'>) {
    this.#org = org;
  }

  async query<Row>(soql: string): Promise<Row[]> {
    const rows = await new Promise<unknown[]>((resolve, reject) => {
      if (this.#waiting.push({ soql, resolve, reject }) === 1) queueMicrotask(() => void this.#ask());
    });
    return rows as Row[];
  }

  async #ask(): Promise<void> {
    const asked = this.#waiting;
    this.#waiting = [];
    try {
      const found = await this.#org.queries<unknown[]>(asked.map(({ soql }) => soql));
      asked.forEach(({ resolve }, index) => resolve(found[index] ?? []));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
