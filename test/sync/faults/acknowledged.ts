import type { Response } from '../../../src/feedback/response.ts';
import type { Outbox, PutResult } from '../../../src/outbox/outbox.ts';

/** An answer that was acknowledged, in its last version. */
export interface Acknowledged {
  content: Response;
  isErased?: true;
  /** What a person made of its score in the org; where the answer was still on its way, it may have come over it. */
  typed?: number;
}

/** What the outbox has acknowledged in a run: what must be in the org in the end, or be listed with its reason. */
export class AcknowledgedAnswers {
  readonly #answers = new Map<string, Acknowledged>();

  get all(): Acknowledged[] {
    return [...this.#answers.values()];
  }

  of(email: string): Acknowledged[] {
    return this.all.filter(({ content }) => content.respondent.email === email);
  }

  /** Puts answers, all or none; of those with the same id the last one counts. */
  async put(outbox: Outbox, contents: readonly Response[], now: Date): Promise<void> {
    const parcels = contents.map((content) => ({
      kind: 'response' as const,
      origin: `answers.csv:${content.externalId}`,
      content,
    }));
    const results = await outbox.put(parcels, now);
    contents.forEach((content, index) => this.#note(content, results[index]!));
  }

  #note(content: Response, result: PutResult): void {
    const { externalId } = content;
    const before = this.#answers.get(externalId);
    if (before?.isErased === true && result !== 'erased')
      throw new Error(`the put of ${externalId} said ${result}, and its person was erased`);
    if (before?.isErased === true) return;
    this.#answers.set(externalId, {
      ...(result === 'unchanged' ? before : {}),
      content,
      ...(result === 'erased' ? { isErased: true } : {}),
    });
  }
}
