import { subscribe, unsubscribe } from 'node:diagnostics_channel';

const channel = 'undici:request:create';

/** Listens to the requests of this process and counts them by what they are about. */
export class CallLog {
  readonly counts = new Map<string, number>();
  readonly #listen = (message: unknown): void => {
    const { request } = message as { request: { method: string; path: string } };
    const kind = kindOf(request.method, decodeURIComponent(request.path));
    if (kind !== undefined) this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  };

  begin(): void {
    this.counts.clear();
    subscribe(channel, this.#listen);
  }

  end(): void {
    unsubscribe(channel, this.#listen);
  }

  get total(): number {
    return this.counts.values().reduce((sum, count) => sum + count, 0);
  }

  /** The most frequent first: `3 query Account, 1 write Contact`. */
  toString(): string {
    const sorted = [...this.counts].toSorted(([, a], [, b]) => b - a);
    return sorted.map(([kind, count]) => `${count.toLocaleString('en')} ${kind}`).join(', ');
  }
}

/** Undefined for what is no API call: signing in. */
function kindOf(method: string, path: string): string | undefined {
  const resource = /^\/services\/data\/v[\d.]+\/(.*)$/s.exec(path)?.[1];
  if (resource === undefined) return undefined;
  const asked = /^query(?:All)?\/?\?q=[^]*?\bFROM (\w+)(?![^(]*\))/.exec(resource)?.[1];
  if (asked !== undefined) return `query ${asked}`;
  if (resource.startsWith('query')) return 'next page';
  if (resource.startsWith('jobs')) return 'bulk';
  if (resource.startsWith('composite/sobjects')) {
    return `write ${method === 'PATCH' ? (resource.split('/')[2] ?? 'by id') : method}`;
  }
  return resource.startsWith('composite') ? 'questions of five' : `GET /${resource}`;
}
