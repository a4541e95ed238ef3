import type { Engine, Statements } from './engine.ts';
import {
  changeContact,
  dismissAnswers,
  erasePerson,
  parcelsToBlank,
  settleBlankedParcels,
} from './erasure.ts';
import { GroupCommit } from './group-commit.ts';
import { keepRun, readHashKey, readRuns, readWatermark, tie, writeWatermark } from './journal.ts';
import { leaseParcels } from './lease.ts';
import { beginLoad, parcelsOfLoad, takeOver } from './loads.ts';
import { OutboxError } from './outbox.ts';
import type {
  Claim,
  ErasedParcel,
  ErasedPerson,
  LeasedParcel,
  ListedParcel,
  Load,
  Outbox,
  OutboxCounts,
  OutboxSummary,
  Outcome,
  Parcel,
  ParcelKind,
  PlacedStep,
  PutResult,
  Reason,
  Settlement,
  Step,
  SyncRun,
  TouchedAccount,
  Worker,
} from './outbox.ts';
import { factsOf } from './parcel-facts.ts';
import type { ParcelFacts } from './parcel-facts.ts';
import { putAll } from './put.ts';
import { countDueParcels, nextDueTime, retryParcels, summarize, troubledParcels } from './report.ts';
import { settleLoaded, settleParcels } from './settle.ts';
import { countParcels, foldTally } from './tally.ts';
import { leaseTouchedAccounts, settleTouchedAccounts, touchAccounts } from './touched.ts';
import { endLoad, endTurn, extendHeld, releaseWorker, takeTurn } from './workers.ts';

/** The outbox in a database, whichever it is: each method is one transaction. */
export class StoredOutbox implements Outbox {
  readonly #engine: Engine;
  readonly #puts: GroupCommit<readonly ParcelFacts[], PutResult[]>;
  #hashKey: string | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#puts = new GroupCommit(
      async (calls) => {
        const hashKey = await this.#key();
        return this.#write((statements) => putAll(statements, hashKey, calls));
      },
      (error) => error instanceof OutboxError && ['unreachable', 'busy'].includes(error.code),
    );
  }

  async put(parcels: readonly (Parcel & { origin: string })[], now: Date): Promise<PutResult[]> {
    let facts: ParcelFacts[];
    try {
      facts = parcels.map((parcel) => factsOf(parcel, now));
    } catch (error) {
      throw new OutboxError('failed', this.#engine.location, error);
    }
    return facts.length === 0 ? [] : this.#puts.add(facts);
  }

  async lease(request: Claim & { kind: ParcelKind; step: Step; limit: number }): Promise<LeasedParcel[]> {
    return this.#write((statements) => leaseParcels(statements, this.#timed(request)));
  }

  async settle(
    settlements: readonly Settlement[],
  ): Promise<{ erased: { kind: ParcelKind; externalId: string }[] }> {
    const hashKey = await this.#key();
    const timed = settlements.map((one) => this.#timedRetry(one));
    return this.#write((statements) => settleParcels(statements, hashKey, timed));
  }

  async release(worker: Worker): Promise<void> {
    return this.#write((statements) => releaseWorker(statements, worker));
  }

  async extendLeases(claim: Claim): Promise<void> {
    return this.#write((statements) => extendHeld(statements, this.#timed(claim)));
  }

  async countDue(kind: ParcelKind, step: Step, now: Date): Promise<number> {
    return this.#engine.read((statements) => countDueParcels(statements, this.#timed({ kind, step, now })));
  }

  async startLoad(
    request: Claim & { kind: ParcelKind; step: PlacedStep; mostRows: number; mostBytes: number },
  ): Promise<Load | undefined> {
    return this.#write((statements) => beginLoad(statements, this.#timed(request)));
  }

  async loadedParcels(loadId: string, limit: number, after?: LeasedParcel): Promise<LeasedParcel[]> {
    return this.#engine.read((statements) => parcelsOfLoad(statements, loadId, limit, after));
  }

  async noteJob(loadId: string, jobId: string): Promise<void> {
    await this.#write((statements) =>
      statements.run('UPDATE bulk_load SET job_id = $2 WHERE id = $1', loadId, jobId),
    );
  }

  async settleLoad(
    loadId: string,
    outcomes: readonly ({ externalId: string } & Outcome)[],
  ): Promise<{ erased: { kind: ParcelKind; externalId: string }[] }> {
    const hashKey = await this.#key();
    const timed = outcomes.map((one) => this.#timedRetry(one));
    return this.#write((statements) => settleLoaded(statements, hashKey, loadId, timed));
  }

  async endLoad(loadId: string): Promise<void> {
    return this.#write((statements) => endLoad(statements, loadId));
  }

  async takeOverLoads(claim: Claim): Promise<Load[]> {
    return this.#write((statements) => takeOver(statements, this.#timed(claim)));
  }

  async retrySetAside(
    _now: Date,
    only: { kind?: ParcelKind; externalIds?: readonly string[]; codes?: readonly string[] } = {},
  ): Promise<number> {
    return this.#write((statements) => retryParcels(statements, only));
  }

  async replaceContact(externalId: string, contactId: string, now: Date): Promise<boolean> {
    const hashKey = await this.#key();
    return this.#write((statements) => changeContact(statements, hashKey, externalId, contactId, now));
  }

  async dismiss(externalIds: readonly string[]): Promise<void> {
    return this.#write((statements) => dismissAnswers(statements, externalIds));
  }

  async erase(
    person: ErasedPerson,
    now: Date,
  ): Promise<{ erased: number; inFlight: { kind: ParcelKind; externalId: string }[] }> {
    const hashKey = await this.#key();
    const erasure = await this.#write((statements) => erasePerson(statements, hashKey, person, now));
    await this.#engine.purge();
    return erasure;
  }

  async erasedToBlank(now: Date, limit: number): Promise<ErasedParcel[]> {
    return this.#engine.read((statements) => parcelsToBlank(statements, this.#shared(now), limit));
  }

  async settleBlanked(
    done: readonly { kind: ParcelKind; externalId: string }[],
    kept: readonly { kind: ParcelKind; externalId: string; notBefore: Date; reason?: Reason }[] = [],
  ): Promise<void> {
    const timed = kept.map((one) => ({ ...one, notBefore: this.#shared(one.notBefore) }));
    return this.#write((statements) => settleBlankedParcels(statements, done, timed));
  }

  async counts(): Promise<OutboxCounts> {
    const { counts, tallyIsLong } = await this.#engine.read((statements) => countParcels(statements));
    if (tallyIsLong) await this.#write((statements) => foldTally(statements));
    const { response, invitation } = counts;
    const states = Object.keys(response) as (keyof OutboxCounts)[];
    return Object.fromEntries(
      states.map((state) => [state, response[state] + invitation[state]]),
    ) as OutboxCounts;
  }

  async summary(): Promise<OutboxSummary> {
    const { summary, tallyIsLong } = await this.#engine.read((statements) => summarize(statements));
    if (tallyIsLong) await this.#write((statements) => foldTally(statements));
    return summary;
  }

  async nextDue(kind: ParcelKind): Promise<Date | undefined> {
    const due = await this.#engine.read((statements) => nextDueTime(statements, kind));
    return due && new Date(due.getTime() - this.#engine.clockOffset);
  }

  async listTroubled(limit: number, after?: ListedParcel): Promise<ListedParcel[]> {
    return this.#engine.read((statements) => troubledParcels(statements, limit, after));
  }

  async touch(accountIds: readonly string[]): Promise<void> {
    return this.#write((statements) => touchAccounts(statements, accountIds));
  }

  async leaseTouched(request: Claim & { limit: number; after?: string }): Promise<TouchedAccount[]> {
    return this.#write((statements) => leaseTouchedAccounts(statements, this.#timed(request)));
  }

  async settleTouched(
    worker: Worker,
    done: readonly TouchedAccount[],
    kept: readonly (TouchedAccount & { notBefore?: Date })[] = [],
  ): Promise<void> {
    const timed = kept.map((one) => this.#timedRetry(one));
    return this.#write((statements) => settleTouchedAccounts(statements, worker, done, timed));
  }

  async takeTurn(name: string, claim: Claim): Promise<boolean> {
    return this.#write((statements) => takeTurn(statements, name, this.#timed(claim)));
  }

  async endTurn(name: string, worker: Worker): Promise<void> {
    return this.#write((statements) => endTurn(statements, name, worker));
  }

  async watermark(name: string): Promise<Date | undefined> {
    return this.#engine.read((statements) => readWatermark(statements, name));
  }

  async setWatermark(name: string, reached: Date): Promise<void> {
    return this.#write((statements) => writeWatermark(statements, name, reached));
  }

  async recordRun(run: SyncRun): Promise<void> {
    return this.#write((statements) => keepRun(statements, run));
  }

  async lastRuns(limit: number): Promise<SyncRun[]> {
    return this.#engine.read((statements) => readRuns(statements, limit));
  }

  async tieTo(organizationId: string): Promise<void> {
    const tied = await this.#write((statements) => tie(statements, organizationId));
    if (tied !== organizationId) throw new OutboxError('otherOrg', this.#engine.location, new Error(tied));
  }

  async close(): Promise<void> {
    await this.#puts.finish();
    await this.#engine.close();
  }

  async #key(): Promise<string> {
    return (this.#hashKey ??= await this.#engine.read((statements) => readHashKey(statements)));
  }

  /** A time of this machine's clock, by the clock that all workers share. */
  #shared(time: Date): Date {
    return new Date(time.getTime() + this.#engine.clockOffset);
  }

  #timed<Request extends { now: Date }>(request: Request): Request {
    return { ...request, now: this.#shared(request.now) };
  }

  #timedRetry<Kept extends object>(kept: Kept & { notBefore?: Date }): Kept {
    return kept.notBefore === undefined ? kept : { ...kept, notBefore: this.#shared(kept.notBefore) };
  }

  #write<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result> {
    return this.#engine.write(work);
  }
}
