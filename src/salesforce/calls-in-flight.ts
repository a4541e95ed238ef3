interface Waiting {
  groups: readonly string[];
  begin: () => void;
}

/**
 * Lets several calls be under way at once, and never two of one group. Fewer at once when the org says that there are too
 * many: half as many, then one more for each time that as many as are allowed went well.
 */
export class CallsInFlight {
  readonly #most: number;
  #allowed: number;
  #underWay = 0;
  /** How often the number was halved. */
  #era = 0;
  readonly #groups = new Set<string>();
  readonly #waiting: Waiting[] = [];

  /** @param most calls under way at once, 1 or more */
  constructor(most: number) {
    if (!Number.isInteger(most) || most < 1) throw new RangeError(`${most} calls at once are not possible`);
    this.#most = most;
    this.#allowed = most;
  }

  /** How many calls may be under way at once now. */
  get allowed(): number {
    return Math.floor(this.#allowed);
  }

  /** Tells calls apart by whether they began before or after the number was last halved. */
  get era(): number {
    return this.#era;
  }

  /** Does the work when there is room for it and none of its groups is being worked on, first come first served. */
  async run<Result>(groups: readonly string[], work: () => Promise<Result>): Promise<Result> {
    await new Promise<void>((begin) => {
      this.#waiting.push({ groups, begin });
      this.#admit();
    });
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
      for (const group of groups) this.#groups.delete(group);
      // a moment later, so that whoever sent this one can hold back the others when it has failed
      setImmediate(() => this.#admit());
    }
  }

  /** To be told of each call that went well. */
  grow(): void {
    this.#allowed = Math.min(this.#most, this.#allowed + 1 / this.#allowed);
  }

  /** To be told of each call that was one too many. Those that began together count as one. @param era in which it began */
  halve(era: number): void {
    if (era !== this.#era) return;
    this.#era += 1;
    this.#allowed = Math.max(1, Math.floor(this.#allowed / 2));
  }

  #admit(): void {
    for (let index = 0; index < this.#waiting.length && this.#underWay < this.allowed;) {
      const { groups, begin } = this.#waiting[index]!;
      if (groups.some((group) => this.#groups.has(group))) {
        index += 1;
        continue;
      }
      this.#waiting.splice(index, 1);
      this.#underWay += 1;
      for (const group of groups) this.#groups.add(group);
      begin();
    }
  }
}
