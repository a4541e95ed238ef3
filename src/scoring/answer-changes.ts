import { defaultWindowDays } from './current-answers.ts';
import { AccountIndex } from './ledger/account-index.ts';
import { seriesOf, signedChanges } from './ledger/account-history.ts';
import type { SeriesPoint, SignedChange, Validity } from './ledger/account-history.ts';
import {
  boundsAt,
  checkedInstant,
  countsPerAccount,
  firstKeyOf,
  keysPerInstant,
  noAnswer,
} from './ledger/answer-key.ts';
import type { AnswerKey } from './ledger/answer-key.ts';
import { anonymousContact, checkNumbers } from './ledger/answer-row.ts';
import type { AnswerChunk, AnswerRow } from './ledger/answer-row.ts';
import type { AnswerRows } from './ledger/answer-rows.ts';
import { buildLists } from './ledger/build-lists.ts';
import { ChangeBatch } from './ledger/change-batch.ts';
import type { AnswerChange } from './ledger/change-batch.ts';
import type { ContactLists, IdOrder } from './ledger/contact-lists.ts';
import { DayIndex } from './ledger/day-index.ts';
import { KeptCounts } from './ledger/kept-counts.ts';
import { PassingTime } from './ledger/passing-time.ts';
import { RowChanges } from './ledger/row-changes.ts';
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
  readonly #changed = new RowChanges();
  /** Lists of contacts whose newest answer has perhaps gone, or is one of two at an instant. */
  readonly #unsure: number[] = [];

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
    this.#batch.read(changes);
    this.#takeBatch();
  }

  /**
   * Takes answers in, in the place of those with their numbers, a column each, as they are streamed in: all of them, or none.
   * @throws RangeError naming the first value that is none, or columns that are not of one length
   */
  putAll(answers: AnswerChunk): void {
    this.#batch.readColumns(answers);
    this.#takeBatch();
  }

  #takeBatch(): void {
    this.#batch.fetch(this.#rows);
    this.#changed.take(this.#batch, this.#rows, this.#oldest);
    this.#kept.makeRoomFor(this.#rows.accountCount);
    this.#follow(this.#changed);
    for (const list of this.#unsure) this.#renew(list);
    this.#unsure.length = 0;
  }

  /** Takes an answer in, in the place of the one with its number. @throws RangeError naming the value that is none */
  put(answer: AnswerRow): void {
    this.apply([{ put: answer }]);
  }

  /** Takes an answer out; a number that no answer has changes nothing. */
  remove(id: number): void {
    this.apply([{ remove: id }]);
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

  /** Has lists and counts follow what has changed in the rows; where a newest answer may have gone, its list is unsure. */
  #follow({ length, places, before: befores, after: afters }: RowChanges): void {
    const [rows, lists, kept] = [this.#rows, this.#lists, this.#kept];
    for (let index = 0; index < length; index += 1) {
      const place = places[index] as number;
      const before = befores[index] as number;
      const after = afters[index] as number;
      if (Math.max(before, after) < this.#oldest) continue;
      const account = rows.accountAt(place);
      const contact = rows.contactAt(place);
      const isNewRow = before === noAnswer;
      if (!isNewRow && after !== noAnswer) this.#days?.relist(before, after, place);
      if (contact === anonymousContact) {
        if (isNewRow) this.#accounts?.addAnonymous(account, place);
        kept.replace(account, before, after);
        continue;
      }
      const list = lists.listOf(account, contact);
      if (isNewRow && lists.link(list, place)) this.#accounts?.addList(account, list);
      const newest = lists.newestOf(list);
      const instant = firstKeyOf(newest);
      if (after >= instant + keysPerInstant && after < kept.after) {
        lists.setNewest(list, after);
        kept.replace(account, newest, after);
      } else if (Math.max(before, after) >= instant) this.#unsure.push(list);
    }
  }

  #validities(account: number): Iterable<Validity> {
    this.#accounts ??= new AccountIndex(this.#rows, this.#lists, this.#oldest);
    return this.#accounts.validities(account, this.#window);
  }

  #time(from: number, to: number): PassingTime {
    this.#days ??= new DayIndex(this.#rows, this.#oldest);
    this.#days.catchUp();
    return new PassingTime(this.#rows, this.#lists, this.#days, { from, to, window: this.#window });
  }

  /** Looks for the newest answer of a contact's list. */
  #renew(list: number): void {
    const before = this.#lists.newestOf(list);
    const newest = this.#lists.newestBelow(list, this.#kept.after);
    this.#lists.setNewest(list, newest);
    this.#kept.replace(this.#lists.accountOf(list), before, newest);
  }

  #check(instant: number, account = 0): void {
    checkNumbers(0, account, 0);
    if (checkedInstant(instant) < this.#from) {
      throw new RangeError(`Built for instants from ${this.#from} on; ${instant} is before.`);
    }
  }
}
