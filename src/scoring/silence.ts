import { checkedDay } from './calendar-day.ts';
import type { CalendarDay } from './calendar-day.ts';
import { checkedAmount, checkedTime } from './checked.ts';
import { defaultWindowDays, windowStart } from './current-answers.ts';
import { decides } from './deciding-roles.ts';
import type { InvitationStatus } from './participation.ts';
import type { Role } from './roles.ts';

/** How long an invitation may lie before no answer is called silence, in days of 24 hours. */
export const defaultPatienceDays = 14;

/**
 * The contacts who are silent at a given time: invited within the window and at least `patienceDays` ago, without an
 * answer within the window. Who was never invited is not silent.
 *
 * @param invitations those that were sent and have not come back, to relationship surveys that are not anonymous, of one
 * account
 * @param answers those to relationship surveys, of the same account
 */
export function silentContacts(
  invitations: Iterable<{ contactId: string; sentAt: Date }>,
  answers: Iterable<{ contactId?: string; respondedAt: Date }>,
  now: Date,
  windowDays: number = defaultWindowDays,
  patienceDays: number = defaultPatienceDays,
): Set<string> {
  const start = windowStart(now, windowDays);
  const deadline = windowStart(now, patienceDays);
  const silent = new Set<string>();
  for (const { contactId, sentAt } of invitations) {
    if (sentAt > start && sentAt <= deadline) silent.add(contactId);
  }
  for (const { contactId, respondedAt } of answers) {
    if (contactId !== undefined && respondedAt > start && respondedAt <= now) silent.delete(contactId);
  }
  return silent;
}

/**
 * How someone whom we want to hear stands with us:
 * - `heard`: has answered within the window
 * - `silent`: was asked within the window, at least the patience ago, and has not answered
 * - `waiting`: was asked too lately to call it silence
 * - `declined`: has said no; `unreached`: the invitation came back
 * - `lapsed`: was asked, and neither the asking nor the answer counts any more
 * - `notAsked`: was never invited
 */
export type Standing = 'heard' | 'silent' | 'waiting' | 'declined' | 'unreached' | 'lapsed' | 'notAsked';

/** An invitation as far as silence needs it. */
export interface Asking {
  contactId: string;
  status: InvitationStatus;
  /** Absent when it was never sent. */
  sentAt?: Date;
}

/**
 * Where each person in scope stands; everyone has exactly one standing, the first that fits in the order of the list.
 * Nobody in scope: nobody is called anything.
 *
 * @param inScope contact ids, from the frozen sample (`peopleInScope`)
 * @param invitations all to relationship surveys that are not anonymous, of the same account
 * @param answers those to relationship surveys, of the same account
 * @throws RangeError when a date does not exist
 */
export function standings(
  inScope: Iterable<string>,
  invitations: Iterable<Asking>,
  answers: Iterable<{ contactId?: string; respondedAt: Date }>,
  now: Date,
  windowDays: number = defaultWindowDays,
  patienceDays: number = defaultPatienceDays,
): Map<string, Standing> {
  const start = windowStart(checkedTime(now, 'Now'), windowDays);
  const given = [...answers];
  for (const { respondedAt } of given) checkedTime(respondedAt, 'An answer given at');
  const asked = [...invitations].flatMap(({ contactId, status, sentAt }) =>
    sentAt === undefined || status === 'Planned' || status === 'Left Out' || sentAt > now
      ? []
      : [{ contactId, status, sentAt: checkedTime(sentAt, 'An invitation sent at') }],
  );
  const heard = new Set(
    given
      .filter(({ respondedAt }) => respondedAt > start && respondedAt <= now)
      .map((answer) => answer.contactId),
  );
  const unanswered = asked.filter(({ status }) => status === 'Sent');
  const silent = silentContacts(unanswered, given, now, windowDays, patienceDays);
  const within = asked.filter(({ sentAt }) => sentAt > start);
  const withStatus = (status: InvitationStatus) =>
    new Set(within.filter((one) => one.status === status).map(({ contactId }) => contactId));
  const inOrder: [Standing, ReadonlySet<string | undefined>][] = [
    ['heard', heard],
    ['silent', silent],
    ['waiting', withStatus('Sent')],
    ['declined', withStatus('Opted Out')],
    ['unreached', withStatus('Bounced')],
    ['lapsed', new Set(asked.map(({ contactId }) => contactId))],
  ];
  const standing = (contactId: string) =>
    inOrder.find(([, people]) => people.has(contactId))?.[0] ?? 'notAsked';
  return new Map([...inScope].map((contactId) => [contactId, standing(contactId)]));
}

/** A silent person, with what makes the silence weigh. */
export interface SilentPerson {
  accountId: string;
  contactId: string;
  role?: Role;
  /** What the account is worth to us; of all people in one currency. */
  revenue?: number;
  /** When the contract of the account ends or is renewed. */
  renewalOn?: CalendarDay;
}

/**
 * Those of the silent who decide, the most pressing first: most revenue, then the nearest renewal, or the other way
 * round; who is equal in both, by id. Unknown revenue comes last, and so does a renewal that is unknown or past.
 *
 * @throws RangeError when a revenue is negative or not finite, or a day does not exist
 */
export function rankSilentDeciders(
  silent: Iterable<SilentPerson>,
  today: CalendarDay,
  first: 'revenue' | 'renewal' = 'revenue',
): SilentPerson[] {
  checkedDay(today, 'Today');
  const ranked = [...silent]
    .filter(({ role }) => decides(role))
    .map((person) => ({
      person,
      revenue:
        person.revenue === undefined
          ? -1
          : checkedAmount(person.revenue, `The revenue of ${person.accountId}`),
      renewal: nextRenewal(person, today),
    }));
  const id = ({ accountId, contactId }: SilentPerson) => `${accountId} ${contactId}`;
  ranked.sort((a, b) => {
    const byRevenue = b.revenue - a.revenue;
    const byRenewal = compareText(a.renewal, b.renewal);
    return (
      (first === 'revenue' ? byRevenue || byRenewal : byRenewal || byRevenue) ||
      compareText(id(a.person), id(b.person))
    );
  });
  return ranked.map(({ person }) => person);
}

function nextRenewal({ accountId, renewalOn }: SilentPerson, today: CalendarDay): string {
  const never = '~';
  if (renewalOn === undefined) return never;
  return checkedDay(renewalOn, `The renewal of ${accountId}`) < today ? never : renewalOn;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
