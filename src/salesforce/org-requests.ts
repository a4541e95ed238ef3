import { ApiBudget } from './api-budget.ts';
import type { ApiUsage } from './api-budget.ts';
import { apiVersion } from './api-version.ts';
import { CallsInFlight } from './calls-in-flight.ts';
import { asFailure, isOutage, isOverlap, renewalFailed, SalesforceFailure } from './failure.ts';
import { WholeAnswerTransport } from './transport.ts';

/**
 * What is needed of a client: jsforce's `Connection`, or the one that the Salesforce CLI hands out
 * (`org.getConnection()`), whose types do not mix.
 */
export interface OrgConnection {
  readonly instanceUrl: string;
  /** The session of its requests; another one once it has renewed it. */
  readonly accessToken?: string | null | undefined;
  /** Why the session could not be renewed, where the client knows it better than its error says. */
  readonly renewalFailure?: SalesforceFailure | undefined;
  /** How its requests travel; replaced by {@link OrgRequests}. */
  _transport: unknown;
  request<Answer>(
    request: {
      method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
      url: string;
      body?: string;
      headers?: Record<string, string>;
    },
    options?: object,
  ): PromiseLike<Answer>;
}

export interface OrgOptions {
  /** How often a request is tried in all before the org counts as unreachable; 4 by default. */
  tries?: number;
  /** Seconds after which a request without an answer counts as lost; 120 by default. */
  timeoutSeconds?: number;
  /**
   * Calls under way at once, at most; 16 by default. The org minds only those that take it 20 seconds or more, of which it
   * has room for 25 (Salesforce Developer Limits, "API Request Limits and Allocations").
   */
  callsAtOnce?: number;
  /** The share of the org's daily API calls that is left to its people, from 0 to less than 1; 0.1 by default. */
  floorShare?: number;
  clock?: () => Date;
  sleep?: (milliseconds: number) => Promise<void>;
  /** Between 0 and 1; spreads the tries of many clients. */
  random?: () => number;
}

/** A request that is safe to repeat. */
export interface OrgRequest<Answer> {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/services/data/vNN.N`, or from `/services` on. */
  path: string;
  /** Made when the request is about to be sent: what it throws, the request ends with. */
  body?: () => unknown;
  /** No other request of these groups is under way meanwhile. */
  groups?: readonly string[];
  /** Something between us and the org may answer in its place: the page of a proxy, say. */
  isExpected: (answer: Answer) => boolean;
  /** Failures after which the same request is not tried again, though it might be. */
  isFinal?: (failure: SalesforceFailure) => boolean;
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/**
 * Sends requests to an org: several at once, within its budget of API calls, again while it is busy. What failed with an
 * unknown outcome is simply tried again, so only what may be repeated is to be sent.
 *
 * Every method rejects with {@link SalesforceFailure}.
 */
export class OrgRequests {
  readonly #connection: OrgConnection;
  readonly #budget: ApiBudget;
  readonly #inFlight: CallsInFlight;
  readonly #sleep: (milliseconds: number) => Promise<void>;
  readonly #random: () => number;
  /** While the org is out of reach, and one request finds out for all whether it is back. */
  #outage: PromiseWithResolvers<void> | undefined;
  /** How often a request is tried in all. */
  readonly tries: number;
  readonly timeoutSeconds: number;
  /** Requests sent. */
  calls = 0;

  constructor(connection: OrgConnection, options: OrgOptions) {
    const { tries = 4, timeoutSeconds = 120, callsAtOnce = 16, floorShare = 0.1 } = options;
    const { clock = () => new Date(), sleep = pause, random = Math.random } = options;
    this.#connection = connection;
    this.#budget = new ApiBudget(floorShare, clock);
    this.#inFlight = new CallsInFlight(callsAtOnce);
    this.#sleep = sleep;
    this.#random = random;
    this.tries = tries;
    this.timeoutSeconds = timeoutSeconds;
    connection._transport = new WholeAnswerTransport(timeoutSeconds, (headers) =>
      this.#budget.read(headers['sforce-limit-info']),
    );
  }

  get usage(): ApiUsage | undefined {
    return this.#budget.usage;
  }

  /** @param limitInfo header `Sforce-Limit-Info` of an answer that came past the client */
  readUsage(limitInfo: string | undefined): void {
    this.#budget.read(limitInfo);
  }

  async send<Answer>(request: OrgRequest<Answer>): Promise<Answer> {
    const { method, path, groups = [], isExpected, isFinal } = request;
    const url = path.startsWith('/services/') ? path : `/services/data/v${apiVersion}${path}`;
    return this.#inFlight.run(groups, async () => {
      const body = request.body === undefined ? undefined : JSON.stringify(request.body());
      const headers: Record<string, string> =
        body === undefined ? {} : { 'content-type': 'application/json' };
      return this.attempt(async () => {
        const { era } = this.#inFlight;
        try {
          const answer = await this.#connection.request<Answer>({ method, url, body, headers });
          this.#inFlight.grow();
          if (isExpected(answer)) return answer;
        } catch (error) {
          if (isOverlap(this.#asFailure(error))) this.#inFlight.halve(era);
          throw error;
        }
        const message = `the answer to ${method} ${url.replace(/\?.*/s, '')} is not what was asked for`;
        throw new SalesforceFailure('tryAgain', 'UNEXPECTED_ANSWER', message);
      }, isFinal);
    });
  }

  /**
   * Makes a call, and again while the org is busy or the outcome is unknown; each try counts. When the org is out of
   * reach, the first call that notices goes on trying, and the others wait for what it finds.
   * @param call must be safe to repeat
   * @param isFinal failures after which it is not tried again all the same
   */
  async attempt<Answer>(
    call: () => PromiseLike<Answer>,
    isFinal: (failure: SalesforceFailure) => boolean = () => false,
  ): Promise<Answer> {
    let scouting: PromiseWithResolvers<void> | undefined;
    try {
      for (let failures = 1; ; failures += 1) {
        while (this.#outage !== undefined && this.#outage !== scouting) await this.#outage.promise;
        try {
          return await this.#budget.spend(() => {
            this.calls += 1;
            return call();
          });
        } catch (error) {
          const failure = this.#asFailure(error);
          if (failure.kind !== 'tryAgain' || isFinal(failure)) throw failure;
          if (isOutage(failure) && this.#outage === undefined) scouting = this.#beginOutage();
          // the scout waits for the org, the others for the scout
          if (!isOutage(failure) || scouting !== undefined || failures >= this.tries) {
            await this.backOff(failures, failure);
          }
        }
      }
    } catch (error) {
      if (error instanceof SalesforceFailure && error.kind === 'unreachable') scouting?.reject(error);
      throw error;
    } finally {
      if (scouting !== undefined) {
        this.#outage = undefined;
        scouting.resolve();
      }
    }
  }

  /**
   * Waits before another try: up to a second, then up to twice as long each time, as chance has it, so that many clients
   * do not come back at once.
   * @param failures how often it failed by now
   * @throws SalesforceFailure `unreachable`, when it failed too often
   */
  async backOff(failures: number, failure: SalesforceFailure): Promise<void> {
    if (failures >= this.tries) {
      throw new SalesforceFailure('unreachable', failure.code, failure.message, failure);
    }
    await this.#sleep(1000 * 2 ** (failures - 1) * this.#random());
  }

  #beginOutage(): PromiseWithResolvers<void> {
    this.#outage = Promise.withResolvers<void>();
    // nobody may be waiting
    this.#outage.promise.catch(() => undefined);
    return this.#outage;
  }

  #asFailure(error: unknown): SalesforceFailure {
    const failure = asFailure(error);
    // the client's own error does not tell a login that is out of reach from one that is refused
    const isOfRenewal = failure.message.startsWith(renewalFailed);
    return isOfRenewal ? (this.#connection.renewalFailure ?? failure) : failure;
  }
}
