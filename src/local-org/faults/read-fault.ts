import { SalesforceError } from '../errors.ts';
import { normalizeId } from '../store/ids.ts';
import type { Fault } from './fault.ts';

/** Says what a value must be, or nothing when it is that. */
type Check = (value: unknown) => string | undefined;
type Checks = Readonly<Record<string, Check>>;

const wanted =
  (what: string, holds: (value: unknown) => boolean): Check =>
  (value) =>
    holds(value) ? undefined : `must be ${what}`;

const isWhole = (value: unknown, least: number): boolean =>
  Number.isSafeInteger(value) && Number(value) >= least;
const isText = (value: unknown): value is string => typeof value === 'string';
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = wanted('a text', isText);
const flag = wanted('true or false', (value) => typeof value === 'boolean');
const count = wanted('a whole number from 0', (value) => isWhole(value, 0));
const wholeNumber = wanted('a whole number', Number.isSafeInteger);
const oneOf = (...words: string[]): Check =>
  wanted(`one of ${words.join(', ')}`, (value) => isText(value) && words.includes(value));
const texts = (what: string, holds: (value: string) => boolean = () => true): Check =>
  wanted(what, (value) => Array.isArray(value) && value.every((item) => isText(item) && holds(item)));

function isPattern(value: unknown): boolean {
  if (!isText(value)) return false;
  try {
    return new RegExp(value).source !== '';
  } catch {
    return false;
  }
}

const MATCH: Checks = { method: text, path: wanted('a regular expression', isPattern) };

const TRIGGER: Checks = {
  match: (value) => (isObject(value) ? problemOf(value, MATCH) : 'must be an object'),
  after: count,
  times: wanted("a whole number from 1, or 'always'", (value) => value === 'always' || isWhole(value, 1)),
};

/** Fields of each kind; those that are named in `REQUIRED` must be there. */
const KINDS: Readonly<Record<Fault['kind'], Checks>> = {
  answer: {
    status: wanted('an HTTP status from 200 to 599', (value) => isWhole(value, 200) && Number(value) < 600),
    errorCode: text,
    message: text,
    body: text,
    headers: wanted('an object of texts', (value) => isObject(value) && Object.values(value).every(isText)),
    done: flag,
  },
  cut: {
    where: oneOf('beforeRequest', 'withinRequest', 'beforeAnswer', 'withinAnswer'),
    bytes: count,
    reset: flag,
  },
  delay: { milliseconds: count },
  lock: {
    accounts: texts('a list of account ids', (id) => normalizeId(id)?.startsWith('001') === true),
    share: wanted('a number from 0 to 1', (value) => typeof value === 'number' && value >= 0 && value <= 1),
    rows: wanted('a whole number from 1', (value) => isWhole(value, 1)),
    seed: wholeNumber,
  },
  late: {
    objects: texts('a list of API names'),
    seconds: count,
    requests: count,
    hiddenFrom: oneOf('all', 'others'),
  },
  expireSessions: { badTokens: count },
  apiUsage: {
    used: wanted("a whole number from 0, or 'all'", (value) => value === 'all' || isWhole(value, 0)),
  },
  clock: { seconds: wholeNumber },
  failJob: { message: text },
};

const REQUIRED: Partial<Record<Fault['kind'], string>> = {
  answer: 'status',
  cut: 'where',
  delay: 'milliseconds',
  apiUsage: 'used',
  clock: 'seconds',
};

function problemOf(given: Record<string, unknown>, checks: Checks): string | undefined {
  for (const [name, value] of Object.entries(given)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    const problem = check === undefined ? 'is not known' : check(value);
    if (problem !== undefined) return `${name} ${problem}`;
  }
  return undefined;
}

/**
 * A fault as a test asked for it.
 * @throws SalesforceError INVALID_INPUT (400) that names the field which is wrong.
 */
export function readFault(given: unknown): Fault {
  const refuse = (problem: string): SalesforceError =>
    new SalesforceError('INVALID_INPUT', `This is no fault: ${problem}.`);
  if (!isObject(given)) throw refuse('it must be an object');
  const { kind, ...rest } = given;
  if (!isText(kind) || !Object.hasOwn(KINDS, kind)) {
    throw refuse(`kind must be one of ${Object.keys(KINDS).join(', ')}`);
  }
  const known = kind as Fault['kind'];
  const problem = problemOf(rest, { ...TRIGGER, ...KINDS[known] });
  if (problem !== undefined) throw refuse(problem);
  const required = REQUIRED[known];
  if (required !== undefined && rest[required] === undefined) throw refuse(`${required} is missing`);
  if (known === 'late' && rest['seconds'] === undefined && rest['requests'] === undefined)
    throw refuse('seconds or requests is missing');
  return structuredClone(given) as unknown as Fault;
}
