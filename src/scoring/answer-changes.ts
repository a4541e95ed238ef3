import { defaultWindowDays } from './current-answers.ts';
import { AccountIndex } from './ledger/account-index.ts';
import { seriesOf, signedChanges } from './ledger/account-history.ts';
import type { SeriesPoint, SignedChange, Validity } from './ledger/account-history.ts';
import {
  boundsAt,
  checkedInstant,
  countsPerAccount,
  dayOf,
  isSameInstant,
  noAnswer,
} from './ledger/answer-key.ts';
import type { AnswerKey } from './ledger/answer-key.ts';
import { anonymousContact, checkedKey, checkNumbers } from './ledger/answer-row.ts';
import type { AnswerRow } from './ledger/answer-row.ts';
import type { AnswerRows } from './ledger/answer-rows.ts';
import { buildLists } from './ledger/build-lists.ts';
import { ChangeBatch } from './ledger/change-batch.ts';
import type { AnswerChange } from './ledger/change-batch.ts';
import type { ContactLists, IdOrder } from './ledger/contact-lists.ts';
import { indexByDay } from './ledger/day-index.ts';
import type { DayIndex } from './ledger/day-index.ts';
import { KeptCounts } from './ledger/kept-counts.ts';
import { PassingTime } from './ledger/passing-time.ts';
import type { CategoryCounts } from './net-promoter-score.ts';

const millisecondsPerDay = 86_400_000;

export interface ChangesOptions {
  /** The instant of the counts that are kept, in milliseconds since 1970. */
  at: number;
  /** The earliest instant that will be asked about: what had expired by then is passed over. Without it: any. */
  from?: number;
  windowDays?: number;
  /** Which of two answers of one contact at the very same instant counts. Without it: the one with the higher number. */
  idOrder?: IdOrder;
}

/**
 * The numbers at scale: which answers count when, of all accounts, in typed arrays. Each answer is valid from its instant
 * until the same contact's next answer or the end of the window, whichever is first: +1 to its category at the start, −1
 * at the end. Those signed changes are additive, and their sum to an instant is the counts of `currentAnswers` then.
 *
 * - Built from {@link AnswerRows}, in time proportional to the answers.
 * - Changed answer by answer, in time proportional to the answers of the contacts that are touched. Arrays that are full are
 *   copied to larger ones: seldom, and then at once.
 * - Moved on in time by what falls due. Answers are found by their UTC day; their instants decide, to the millisecond.
 *
 * A contact with answers at two accounts counts at both. Indexes by day and by account are made when they are first needed.
 */
export class AnswerChanges {
  readonly windowDays: number;
  readonly #rows: AnswerRows;
  readonly #lists: ContactLists;
  readonly #window: number;
  readonly #from: number;
  /** Answers below this key have expired for good. */
  readonly #oldest: AnswerKey;
  #days: DayIndex | undefined;
  #accounts: AccountIndex | undefined;
  #kept: KeptCounts;
  readonly #batch = new ChangeBatch();

  /**
   * @param rows the answers; from now on changed here only
   * @throws RangeError when `at` or `from` is no instant, `from` is later than `at`, or the window has no length
   */
  constructor(rows: AnswerRows, options: ChangesOptions) {
    const { at, from, windowDays = defaultWindowDays, idOrder = (a, b) => a - b } = options;
    this.windowDays = windowDays;
    this.#window = windowDays * millisecondsPerDay;
    if (!Number.isSafeInteger(this.#window) || this.#window <= 0) {
      throw new RangeError(`A window has a length of whole milliseconds; got ${String(windowDays)} days.`);
    }
    this.#from = from === undefined ? Number.NEGATIVE_INFINITY : checkedInstant(from);
    if (this.#from > checkedInstant(at)) {
      throw new RangeError(`Counts of ${at} cannot be kept from ${this.#from} on.`);
    }
    this.#rows = rows;
    const bounds = boundsAt(at, this.#window);
    this.#oldest = boundsAt(this.#from, this.#window).valid;
    const { lists, counts } = buildLists(rows, { ...bounds, oldest: this.#oldest }, idOrder);
    this.#lists = lists;
    this.#kept = new KeptCounts(at, bounds, counts);
  }

  /** The instant of the counts that are kept. */
  get at(): number {
    return this.#kept.at;
  }

  /** Takes changes in, in order: all of them, or none. @throws RangeError naming the first value that is none */
  apply(changes: readonly AnswerChange[]): void {
    const batch = this.#batch;
    batch.read(changes);
    batch.fetch(this.#rows, this.#lists.direct.newest);
    for (let index = 0; index < batch.length; index += 1) {
      const id = batch.ids[index] as number;
      const key = batch.keys[index] as number;
      if (key === noAnswer) this.remove(id);
      else this.#put(id, batch.accounts[index] as number, batch.contacts[index] as number, key);
    }
  }

  /** Takes an answer in, in the place of the one with its number. @throws RangeError naming the value that is none */
  put(answer: AnswerRow): void {
    this.#put(answer.id, answer.account, answer.contact, checkedKey(answer));
  }

  /** Takes an answer out; a number that no answer has changes nothing. */
  remove(id: number): void {
    const place = this.#rows.placeOf(id);
    if (place !== -1) this.#removeAt(place);
  }

  /** Moves the kept counts on to a later instant: answers expire, and those from the future fall due. */
  advance(to: number): void {
    if (checkedInstant(to) < this.at) throw new RangeError(`Counts of ${this.at} do not go back to ${to}.`);
    const time = this.#time(this.at, to);
    this.#kept = new KeptCounts(to, boundsAt(to, this.#window), time.counts(this.#kept.all, 1));
    for (const list of time.lists())
      this.#lists.setNewest(list, this.#lists.newestBelow(list, this.#kept.after));
  }

  /**
   * The counts of an account at an instant; without one, those that are kept. Without answers: zeros.
   * @throws RangeError when it is no number of an account, or the instant before those that were built for
   */
  counts(account: number, instant: number = this.at): CategoryCounts {
    this.#check(instant, account);
    const [point] = instant === this.at ? [] : this.series(account, [instant]);
    return point?.counts ?? this.#kept.of(account);
  }

  /**
   * Promoters, passives and detractors of all accounts at an instant, three numbers an account; for an instant near the
   * kept one in proportion to what falls due in between.
   */
  allCounts(instant: number = this.at): Int32Array<ArrayBuffer> {
    this.#check(instant);
    let counts = this.#kept.all;
    if (instant < this.at) counts = this.#time(instant, this.at).counts(counts, -1);
    if (instant > this.at) counts = this.#time(this.at, instant).counts(counts, 1);
    return counts.slice(0, this.#rows.accountCount * countsPerAccount);
  }

  /**
   * The accounts where an answer expires after an instant and up to another: reaches the end of its window, with no next
   * answer of its contact before. In order.
   */
  expiring(from: number, to: number): number[] {
    this.#check(from);
    return this.#time(from, checkedInstant(to)).expiring();
  }

  /** The accounts where an answer begins to count after an instant and up to another: it was from the future. In order. */
  arriving(from: number, to: number): number[] {
    this.#check(from);
    return this.#time(from, checkedInstant(to)).arriving();
  }

  /** What changes in the counts of an account, at which instants: summed up to one, they are the counts then. */
  changes(account: number): SignedChange[] {
    this.#check(this.at, account);
    return signedChanges(this.#validities(account), this.#from);
  }

  /** The counts of an account at several instants, in order: at the ends of months, say (`monthEnds`). */
  series(account: number, instants: readonly number[]): SeriesPoint[] {
    for (const instant of instants) this.#check(instant, account);
    return seriesOf(this.#validities(account), instants);
  }

  #put(id: number, account: number, contact: number, key: AnswerKey): void {
    const rows = this.#rows;
    let place = rows.placeOf(id);
    let old = noAnswer;
    if (place !== -1) {
      // an answer keeps its row as long as the row keeps its list
      if (Math.min(key, rows.keyAt(place)) >= this.#oldest && rows.isOf(place, account, contact)) {
        old = rows.keyAt(place);
        rows.setKey(place, key);
      } else {
        this.#removeAt(place);
        place = -1;
      }
    }
    if (place === -1) {
      place = rows.append(id, account, contact, key);
      this.#kept.makeRoomFor(rows.accountCount);
    }
    if (key < this.#oldest) return;
    this.#days?.add(dayOf(key), place);
    if (contact === anonymousContact) {
      if (old === noAnswer) this.#accounts?.addAnonymous(account, place);
      this.#kept.replace(account, old, key);
      return;
    }
    const list = this.#lists.listOf(account, contact);
    if (old === noAnswer) {
      if (this.#accounts !== undefined && this.#lists.isEmpty(list)) this.#accounts.addList(account, list);
      this.#lists.link(list, place);
    }
    const newest = this.#lists.newestOf(list);
    if (isSameInstant(key, newest) || (old !== noAnswer && isSameInstant(old, newest)))
      this.#renew(list, account);
    else if (key > newest && key < this.#kept.after) {
      this.#lists.setNewest(list, key);
      this.#kept.replace(account, newest, key);
    }
  }

  #removeAt(place: number): void {
    const key = this.#rows.keyAt(place);
    this.#rows.setKey(place, noAnswer);
    if (key < this.#oldest) return;
    const [account, contact] = [this.#rows.accountAt(place), this.#rows.contactAt(place)];
    if (contact === anonymousContact) {
      this.#kept.replace(account, key, noAnswer);
    } else {
      const list = this.#lists.listOf(account, contact);
      if (isSameInstant(key, this.#lists.newestOf(list))) this.#renew(list, account);
    }
  }

  #validities(account: number): Iterable<Validity> {
    this.#accounts ??= new AccountIndex(this.#rows, this.#lists, this.#oldest);
    return this.#accounts.validities(account, this.#window);
  }

  #time(from: number, to: number): PassingTime {
    this.#days ??= indexByDay(this.#rows, this.#oldest);
    return new PassingTime(this.#rows, this.#lists, this.#days, { from, to, window: this.#window });
  }

  /** Looks for the newest answer of a contact's list. */
  #renew(list: number, account: number): void {
    const before = this.#lists.newestOf(list);
    const newest = this.#lists.newestBelow(list, this.#kept.after);
    this.#lists.setNewest(list, newest);
    this.#kept.replace(account, before, newest);
  }

  #check(instant: number, account = 0): void {
    checkNumbers(0, account, 0);
    if (checkedInstant(instant) < this.#from) {
      throw new RangeError(`Built for instants from ${this.#from} on; ${instant} is before.`);
    }
  }
}
