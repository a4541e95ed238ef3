import { hostname } from 'node:os';
import { randomNumbers } from '../../../src/local-org/faults/random-numbers.ts';
import { listOwnOpenJobs } from '../../../src/salesforce/bulk/ingest-job.ts';
import type { Response } from '../../../src/feedback/response.ts';
import { eraseContact } from '../../../src/sync/erase-contact.ts';
import { syncResponses } from '../../../src/sync/sync-responses.ts';
import { mostByCollections } from '../../../src/sync/push/write-step.ts';
import { AcknowledgedAnswers } from './acknowledged.ts';
import { checkGuarantee } from './check-guarantee.ts';
import { Draws } from './draws.ts';
import { editAnswer, typeIn } from './colleagues.ts';
import { endOf, until } from './ends.ts';
import { drawFaults } from './fault-schedule.ts';
import type { ScheduledFault } from './fault-schedule.ts';
import type { FaultyStage } from './faulty-stage.ts';
import { killedRound } from './killed-round.ts';
import { postgresOutbox, sqliteOutbox } from './seeded-outbox.ts';
import type { SeededOutbox } from './seeded-outbox.ts';
import { SeededPeople } from './seeded-people.ts';
import type { Person } from './seeded-people.ts';

/** What else happens in a run, beside the faults of the network and of the org. */
export const events = [
  'a sync that is killed',
  'a person erased during a sync',
  'two workers at once',
  'answers taken in during a sync',
  'an answer typed in that is seen late',
] as const;

export interface SeedOptions {
  /** Whether a PostgreSQL answers. */
  hasPostgres: boolean;
}

/**
 * One run drawn by its seed: answers come in, and are corrected, while everything goes wrong that may; then the faults end,
 * and what was acknowledged is looked for.
 * @returns what struck, in words
 * @throws Error with all that was drawn, when the guarantee does not hold
 */
export async function runSeed(
  seed: number,
  stage: FaultyStage,
  { hasPostgres }: SeedOptions,
): Promise<ReadonlySet<string>> {
  const draws = new Draws(randomNumbers(seed));
  const isPostgres = draws.chance(0.25) && hasPostgres;
  const outbox = isPostgres ? await postgresOutbox() : await sqliteOutbox(draws.below(12));
  const run = new SeededRun(seed, draws, stage, outbox);
  try {
    await run.play();
    return run.struck;
  } catch (error) {
    const { message, stack } = error as Error;
    const told = `seed ${seed} on ${isPostgres ? 'PostgreSQL' : 'SQLite'}: ${message}\n${run.log.join('\n')}`;
    throw Object.assign(new Error(told), { stack: `${told}\n${stack ?? ''}` });
  } finally {
    stage.clearFaults();
    await outbox.remove();
  }
}

class SeededRun {
  readonly struck = new Set<string>();
  readonly log: string[] = [];
  readonly #prefix: string;
  readonly #draws: Draws;
  /** For the sync's own chances, which come in no certain order: what the seed draws stays the same. */
  readonly #noise: () => number;
  readonly #stage: FaultyStage;
  readonly #outbox: SeededOutbox;
  readonly #people: SeededPeople;
  readonly #answers = new AcknowledgedAnswers();
  readonly #most: number;
  /** External ids of invitations by e-mail. */
  readonly #invitations = new Map<string, string>();

  constructor(seed: number, draws: Draws, stage: FaultyStage, outbox: SeededOutbox) {
    const prefix = `s${seed}.`;
    this.#prefix = prefix;
    this.#noise = randomNumbers(-seed);
    this.#draws = draws;
    this.#stage = stage;
    this.#outbox = outbox;
    this.#people = new SeededPeople(prefix, draws, stage);
    this.#most = draws.chance(0.6) ? 1 + draws.below(20) : mostByCollections;
  }

  async play(): Promise<void> {
    const draws = this.#draws;
    if (draws.chance(0.6)) await this.#invite();
    await this.#take(10 + draws.below(draws.chance(0.3) ? 270 : 80));
    for (let rounds = 2 + draws.below(4); rounds > 0; rounds -= 1) {
      await this.#round();
      this.#stage.clearFaults();
      this.#stage.pass(draws.below(90));
      if (draws.chance(0.5)) await this.#take(1 + draws.below(30));
      if (draws.chance(0.4)) editAnswer(this.#stage, this.#draws, this.#prefix, this.#answers.all);
      if (draws.chance(0.3)) this.#meet();
    }
    await this.#comeToRest();
    await checkGuarantee(this.#stage, {
      prefix: this.#prefix,
      people: this.#people,
      answers: this.#answers.all,
      invitations: [...this.#invitations]
        .filter(([email]) => !this.#people.people.some((one) => one.email === email && one.isErased === true))
        .map(([, externalId]) => externalId),
      outbox: this.#outbox.outbox,
    });
  }

  async #invite(): Promise<void> {
    const contents = this.#people.invitations();
    const parcels = contents.map((content) => ({
      kind: 'invitation' as const,
      origin: `invitations.csv:${content.externalId}`,
      content,
    }));
    await this.#outbox.outbox.put(parcels, this.#stage.now);
    for (const { externalId, respondent } of contents)
      this.#invitations.set(respondent.email ?? '', externalId);
  }

  /** Takes in new answers and corrected ones, some of them twice in one go. */
  async #take(count: number): Promise<void> {
    await this.#answers.put(this.#outbox.outbox, this.#given(count), this.#stage.now);
  }

  #given(count: number): Response[] {
    const draws = this.#draws;
    const known = this.#answers.all;
    const contents = Array.from({ length: count }, () =>
      known.length > 0 && draws.chance(0.5)
        ? this.#people.corrected(draws.oneOf(known).content)
        : this.#people.answer(draws.oneOf(this.#people.people.filter(({ isErased }) => isErased !== true))),
    );
    const doubled = contents
      .filter(() => draws.chance(0.05))
      .map((content) => this.#people.corrected(content));
    return [...contents, ...doubled];
  }

  /** A sync, or two at once, in the midst of faults. */
  async #round(): Promise<void> {
    const draws = this.#draws;
    const typing = draws.chance(0.2) ? this.#someone() : undefined;
    if (typing !== undefined) typeIn(this.#stage, draws, typing);
    this.#note('an answer typed in that is seen late', typing !== undefined);
    const faults = drawFaults(draws, this.#most < mostByCollections);
    if (draws.chance(0.08)) {
      const isKilled = await killedRound(this.#stage, this.#outbox.location, this.#most, draws);
      this.#note('a sync that is killed', isKilled);
      return;
    }
    const reports = this.#stage.faults.add(...faults.map(({ fault }) => fault));
    const retrySetAside = draws.chance(0.3);
    const workers = draws.chance(0.15) ? ['one', 'two'] : ['one'];
    this.#note('two workers at once', workers.length > 1);
    const erased = draws.chance(0.15) ? this.#someone() : undefined;
    const given = draws.chance(0.4) ? this.#given(1 + draws.below(20)) : [];
    this.#note('answers taken in during a sync', given.length > 0);
    const isOnItsWay = this.#sendSlowly();
    const erasureIsLate = draws.chance(0.5);
    let isOver = false;
    const isTroubled = draws.chance(this.#outbox.trouble.startsWith('a disk') ? 0.15 : 0.4);
    const work = () =>
      Promise.all([
        ...workers.map((name) => this.#sync(name, retrySetAside).finally(() => (isOver = true))),
        ...(erased === undefined
          ? []
          : [this.#erase(erased, () => !erasureIsLate || isOver || isOnItsWay())]),
        ...(given.length === 0 ? [] : [this.#takeLater(given, () => isOver || isOnItsWay())]),
      ]);
    const ends = await (isTroubled ? this.#outbox.troubled(work) : work());
    this.#noteFaults(
      faults,
      reports.map(({ id }) => id),
    );
    if (isTroubled) {
      const struck = this.#outbox.trouble.startsWith('connections') || ends.includes('full');
      this.#note(this.#outbox.trouble, struck);
    }
    this.log.push(`  ended: ${ends.join(', ')}`);
    if (erased !== undefined) {
      this.#stage.clearFaults();
      this.#note('a person erased during a sync', true);
      await this.#eraseAtLast(erased);
    }
  }

  /** @returns how it ended */
  async #sync(name: string, retrySetAside: boolean): Promise<string> {
    return endOf(async () => {
      const { confirmed, setAside, retried, stopped } = await syncResponses({
        outbox: this.#outbox.outbox,
        org: await this.#stage.signIn(this.#noise),
        clock: this.#stage.clock,
        sleep: this.#stage.sleep,
        random: this.#noise,
        worker: { host: hostname(), processId: process.pid, name },
        mostByCollections: this.#most,
        retrySetAside,
      });
      return `${confirmed} confirmed, ${setAside} set aside, ${retried} retried ${stopped?.code ?? ''}`;
    });
  }

  /**
   * One request with answers lies at the org for a while.
   * @returns tells whether it does, or has done so
   */
  #sendSlowly(): () => boolean {
    const match = { path: 'composite/sobjects/Feedback_Response__c|/batches|Feedback_Unmatched__c' };
    const [slow] = this.#stage.faults.add({ kind: 'delay', milliseconds: 60, match });
    return () => this.#stage.faults.list().some(({ id, struck }) => id === slow?.id && struck > 0);
  }

  /** Answers that come in some time after the sync has begun. What is not acknowledged does not count. */
  async #takeLater(given: readonly Response[], isTime: () => boolean): Promise<string> {
    await until(isTime);
    return endOf(async () => {
      await this.#answers.put(this.#outbox.outbox, given, this.#stage.now);
      return `${given.length} taken in`;
    });
  }

  /** An erasure that begins some time after the sync has. */
  async #erase(person: Person, isTime: () => boolean): Promise<string> {
    await until(isTime);
    return endOf(async () => {
      const { left, onTheirWay } = await eraseContact({
        outbox: this.#outbox.outbox,
        org: await this.#stage.signIn(this.#noise),
        person: { contactId: person.contactId ?? '' },
        clock: this.#stage.clock,
        sleep: this.#stage.sleep,
      });
      return left.length + onTheirWay === 0 ? 'erased' : `${left.length} left, ${onTheirWay} on their way`;
    });
  }

  /** An erasure that was cut short, or that has left something, is done again, as it says of itself. */
  async #eraseAtLast(person: Person): Promise<void> {
    for (let tries = 0; tries < 3; tries += 1) {
      const end = await this.#erase(person, () => true);
      this.log.push(`  erasure: ${end}`);
      if (end !== 'erased') continue;
      person.isErased = true;
      for (const answer of this.#answers.of(person.email)) answer.isErased = true;
      return;
    }
    throw new Error('a person could not be erased');
  }

  #someone(): Person | undefined {
    const known = this.#people.people.filter(
      ({ contactId, isErased }) => contactId !== undefined && isErased !== true,
    );
    return known.length < 3 ? undefined : this.#draws.oneOf(known);
  }

  /** The contact of somebody is made whom the org did not know. */
  #meet(): void {
    const stranger = this.#people.people.find(({ contactId }) => contactId === undefined);
    if (stranger !== undefined) this.#people.meet(stranger);
  }

  #noteFaults(faults: readonly ScheduledFault[], ids: readonly number[]): void {
    const reports = new Map(this.#stage.faults.list().map((report) => [report.id, report]));
    faults.forEach(({ words, fault }, index) => {
      const struck = reports.get(ids[index] ?? 0)?.struck ?? 0;
      if (struck > 0) this.struck.add(words);
      this.log.push(`  ${words}, struck ${struck} times: ${JSON.stringify(fault)}`);
    });
  }

  #note(words: string, hasStruck: boolean): void {
    if (!hasStruck) return;
    this.struck.add(words);
    this.log.push(`  ${words}`);
  }

  /** Syncs without faults until nothing waits, with what was set aside tried once more, and again on the next day. */
  async #comeToRest(): Promise<void> {
    for (let rounds = 0; rounds < 6; rounds += 1) {
      this.#stage.pass(rounds < 5 ? 130 : 25 * 60);
      this.log.push(`  at last: ${await this.#sync('one', rounds === 1)}`);
    }
    const org = await this.#stage.signIn(this.#noise);
    const createdBefore = new Date(this.#stage.now.getTime() + 86_400_000);
    for (const object of ['Feedback_Response__c', 'Feedback_Invitation__c', 'Feedback_Answer__c']) {
      const open = await listOwnOpenJobs(org, { object, createdBefore });
      if (open.length > 0) throw new Error(`${open.length} open jobs are left for ${object}`);
    }
  }
}
