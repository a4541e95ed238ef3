import { setTimeout as pause } from 'node:timers/promises';
import type { SyncRequest } from '../sync/sync-responses.ts';
import { watchResponses } from '../sync/watch-responses.ts';

/** Why a round failed, for people. */
export interface SyncFailure {
  code: string;
  message: string;
}

/**
 * Goes on syncing, beginning with a pause, until it is ended; then the round that is under way ends early. A failure never
 * ends it, and is told once for as long as it is the same: whoever works with a demo changes what they like in the org.
 * @returns ends it, and resolves when nothing is under way any more
 */
export function keepSyncing(
  request: SyncRequest,
  everySeconds: number,
  onFailure: (failure: SyncFailure) => void,
): () => Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  let told: string | undefined;
  const note = (failure: SyncFailure | undefined) => {
    if (failure !== undefined && failure.code !== told) onFailure(failure);
    told = failure?.code;
  };
  const work = async () => {
    while (!signal.aborted) {
      await pause(everySeconds * 1000, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await watchResponses({
        ...request,
        everySeconds,
        signal,
        onRound: ({ failure, report }) => {
          // of a round that was ended nothing is to be told
          if (!signal.aborted || report !== undefined) note(failure);
        },
      }).catch((error: unknown) => {
        const { code, message } = error as { code?: unknown; message: string };
        note({ code: String(code), message });
      });
    }
  };
  const ended = work();
  return async () => {
    stop.abort();
    await ended;
  };
}
