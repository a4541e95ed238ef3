import { setImmediate as nextTurn } from 'node:timers/promises';

interface Waiting<Call, Result> {
  call: Call;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/** Most calls of a commit: each of them waits for all. */
const mostCalls = 500;

/**
 * Lets calls that come within one turn of the event loop, or while a commit is on its way, share the next commit: a
 * commit waits for the disk, whatever it carries.
 */
export class GroupCommit<Call, Result> {
  readonly #commit: (calls: readonly Call[]) => Promise<Result[]>;
  readonly #mayShareFailure: (error: unknown) => boolean;
  #queue: Waiting<Call, Result>[] = [];
  #running: Promise<void> | undefined;

  /**
   * @param commit carries out all of some calls or none, and resolves to the result of each
   * @param mayShareFailure whether a failure is one of the database rather than of a single call; after any other
   * failure each call is carried out by itself, so that one that cannot be stored fails alone
   */
  constructor(
    commit: (calls: readonly Call[]) => Promise<Result[]>,
    mayShareFailure: (error: unknown) => boolean,
  ) {
    this.#commit = commit;
    this.#mayShareFailure = mayShareFailure;
  }

  add(call: Call): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ call, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when everything that was added is carried out, or has failed. */
  async finish(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    for (;;) {
      await nextTurn();
      const group = this.#queue.splice(0, mostCalls);
      if (group.length === 0) break;
      await this.#carryOut(group);
    }
    this.#running = undefined;
  }

  async #carryOut(group: readonly Waiting<Call, Result>[]): Promise<void> {
    try {
      const results = await this.#commit(group.map(({ call }) => call));
      group.forEach(({ resolve }, index) => resolve(results[index]!));
    } catch (error) {
      if (group.length === 1 || this.#mayShareFailure(error)) for (const { reject } of group) reject(error);
      else for (const alone of group) await this.#carryOut([alone]);
    }
  }
}
