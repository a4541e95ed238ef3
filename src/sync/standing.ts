import { findOrganization } from '../salesforce/find.ts';
import type { SalesforceOrg } from '../salesforce/org.ts';
import type { ScoringRules } from '../scoring/scoring-rules.ts';
import { readRules } from './read-rules.ts';
import { requireRights } from './require-rights.ts';

/** What rarely changes of an org. */
export interface Standing {
  organizationId: string;
  /** By its IANA name. */
  timeZone: string;
  /** Record id of the signed-in user. */
  userId: string;
  rules: ScoringRules;
}

/** How long it is taken for unchanged, in minutes. */
const freshMinutes = 10;

/** Remembers what rarely changes of an org, between the rounds of a server: four API calls every ten minutes. */
export class StandingFacts {
  readonly #org: SalesforceOrg;
  readonly #clock: () => Date;
  #standing: { facts: Standing; readAt: number } | undefined;
  #hasRightsSince: number | undefined;

  constructor(org: SalesforceOrg, clock: () => Date) {
    this.#org = org;
    this.#clock = clock;
  }

  async read(): Promise<Standing> {
    if (this.#standing !== undefined && this.#isFresh(this.#standing.readAt)) return this.#standing.facts;
    const readAt = this.#clock().getTime();
    const { id: organizationId, timeZone } = await findOrganization(this.#org);
    const userId = await this.#org.userId();
    const facts = { organizationId, timeZone, userId, rules: await readRules(this.#org) };
    this.#standing = { facts, readAt };
    return facts;
  }

  /** @throws SalesforceFailure as {@link requireRights} */
  async requireRights(): Promise<void> {
    if (this.#hasRightsSince !== undefined && this.#isFresh(this.#hasRightsSince)) return;
    const readAt = this.#clock().getTime();
    await requireRights(this.#org);
    this.#hasRightsSince = readAt;
  }

  #isFresh(readAt: number): boolean {
    const minutes = (this.#clock().getTime() - readAt) / 60_000;
    // a clock that was set back makes nothing fresh for longer
    return minutes >= 0 && minutes < freshMinutes;
  }
}
