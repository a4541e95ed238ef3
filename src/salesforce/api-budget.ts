import { SalesforceFailure } from './failure.ts';

/** How many API calls the org has answered in the last 24 hours, whoever made them, and how many it answers at most. */
export interface ApiUsage {
  used: number;
  max: number;
  /** When the org said so. */
  at: Date;
}

/** How long no call is made when the budget is used up, before one finds out how it stands. */
const minutesBetweenTrials = 15;

/**
 * Keeps a share of the org's API calls for its people and its other programs.
 *
 * The org counts the calls of the preceding 24 hours, so that room comes back bit by bit, and no hour is known at which all
 * of it does (Salesforce Help, "System Overview: API Usage"). It says how many there were in the header of each answer.
 * So when the share is reached, one call in 15 minutes is let through: its answer tells how the org stands now.
 */
export class ApiBudget {
  readonly #floorShare: number;
  readonly #clock: () => Date;
  #usage: ApiUsage | undefined;
  #underWay = 0;
  #onTrial = false;

  /** @param floorShare between 0 and 1: what is left to others of the calls that the org answers in a day */
  constructor(floorShare: number, clock: () => Date) {
    if (!(floorShare >= 0 && floorShare < 1)) {
      throw new RangeError(
        `The share of API calls that is left to others is from 0 to less than 1, not ${floorShare}`,
      );
    }
    this.#floorShare = floorShare;
    this.#clock = clock;
  }

  get usage(): ApiUsage | undefined {
    return this.#usage;
  }

  /**
   * Makes a call, if it leaves enough for others.
   * @throws SalesforceFailure `later`, API_BUDGET, and then the call was not made
   */
  async spend<Answer>(call: () => PromiseLike<Answer>): Promise<Answer> {
    const isTrial = this.#isUsedUp();
    if (isTrial) this.#requireTrial();
    this.#underWay += 1;
    this.#onTrial ||= isTrial;
    try {
      return await call();
    } finally {
      this.#underWay -= 1;
      if (isTrial) this.#onTrial = false;
    }
  }

  /**
   * Takes in what an answer says in its header `Sforce-Limit-Info`, such as `api-usage=18/5000; api-bursts=1/750`.
   * Source: REST API Developer Guide, "Limit Info Header".
   */
  read(limitInfo: string | undefined): void {
    const [, used, max] = /(?:^|[\s;,])api-usage=(\d+)\/(\d+)/.exec(limitInfo ?? '') ?? [];
    if (used === undefined || max === undefined) return;
    // answers that cross on their way would turn the figure back
    const known = this.#underWay > 1 ? (this.#usage?.used ?? 0) : 0;
    this.#usage = { used: Math.max(known, Number(used)), max: Number(max), at: this.#clock() };
  }

  #isUsedUp(): boolean {
    if (this.#usage === undefined) return false;
    const { used, max } = this.#usage;
    return used + this.#underWay + 1 > max - this.#floor(max);
  }

  #floor(max: number): number {
    return Math.ceil(max * this.#floorShare);
  }

  #requireTrial(): void {
    const { used, max, at } = this.#usage!;
    const minutes = (this.#clock().getTime() - at.getTime()) / 60_000;
    // below zero: the clock was set back, and says nothing of how long ago that was
    const isDue = minutes >= minutesBetweenTrials || minutes < 0;
    if (isDue && !this.#onTrial) return;
    const message =
      `${used} of the ${max} API calls that the org answers in 24 hours are used, ` +
      `and the last ${this.#floor(max)} are left to its people; what waits is sent when there is room again`;
    throw new SalesforceFailure('later', 'API_BUDGET', message);
  }
}
