import { SalesforceError } from '../../errors.ts';
import { allSucceeded, rolledBack } from '../../records/batch.ts';
import type { SaveResult } from '../../records/save-result.ts';
import type { DataAnswer, DataContext, DataRequest } from '../data-request.ts';
import { parseDataAddress } from '../data-request.ts';
import type { DataRoute } from '../data-router.ts';
import { notSupported } from '../error-answer.ts';
import { fillReferences } from './composite-references.ts';
import { isJsonObject, requireJsonObject, requireList } from './request-reading.ts';
import type { JsonRecord } from './request-reading.ts';

const SUBREQUESTS_PER_CALL = 25;

/** Several requests in one. Source: REST API Developer Guide, "Composite" and "Composite Batch". */
export const compositeRoutes: readonly DataRoute[] = [
  { method: 'POST', path: 'composite', handle: runComposite },
  { method: 'POST', path: 'composite/batch', handle: runBatch },
  {
    method: 'POST',
    path: 'composite/graph',
    handle: () => {
      throw notSupported('The composite graph resource');
    },
  },
];

/** One request within another. */
interface NestedRequest {
  method: string;
  url: string;
  body: unknown;
  /** By name in lower case. */
  headers: Record<string, string>;
}

/** One request of a composite one, whose answer others may refer to. */
interface Subrequest extends NestedRequest {
  referenceId: string;
}

function runComposite(context: DataContext, request: DataRequest): DataAnswer {
  const body = requireJsonObject(request);
  const subrequests = requireList(body, 'compositeRequest').map(readSubrequest);
  refuseTooMany(subrequests.length);
  refuseDoubles(subrequests);
  const answers =
    body.allOrNone === true
      ? runAllOrNone(context, request, subrequests)
      : runInOrder(context, request, subrequests);
  const compositeResponse = answers.map((answer, position) => ({
    body: answer.body ?? null,
    httpHeaders: answer.headers?.location === undefined ? {} : { Location: answer.headers.location },
    httpStatusCode: answer.status,
    referenceId: subrequests[position]!.referenceId,
  }));
  return { status: 200, body: { compositeResponse } };
}

/**
 * Stops at the first failure: all other requests, those before it too, are answered as undone. A refused record of a
 * collection is a failure here, whatever the collection itself says of allOrNone.
 * Source: REST API Developer Guide, "allOrNone Parameters in Composite and Collections Requests".
 */
function runAllOrNone(context: DataContext, request: DataRequest, subrequests: Subrequest[]): DataAnswer[] {
  const fails = (answer: DataAnswer): boolean =>
    isFailure(answer) || (isListOfResults(answer.body) && !allSucceeded(answer.body));
  const answers = context.org.transact(
    () => runInOrder(context, request, subrequests, fails),
    (results) => !results.some(fails),
  );
  if (!answers.some(fails)) return answers;
  return subrequests.map((_subrequest, position) => {
    const answer = answers[position];
    if (answer === undefined || !fails(answer)) return halted();
    return isListOfResults(answer.body) ? { ...answer, body: rolledBack(answer.body) } : answer;
  });
}

/** Whether a body is what collections of records answer. */
function isListOfResults(body: unknown): body is SaveResult[] {
  return Array.isArray(body) && body.some((item) => isJsonObject(item) && typeof item.success === 'boolean');
}

function runInOrder(
  context: DataContext,
  request: DataRequest,
  subrequests: Subrequest[],
  stopAfter: (answer: DataAnswer) => boolean = () => false,
): DataAnswer[] {
  const bodies = new Map<string, unknown>();
  const answers: DataAnswer[] = [];
  for (const subrequest of subrequests) {
    const answer = runSubrequest(context, request, subrequest, bodies);
    answers.push(answer);
    if (stopAfter(answer)) break;
    if (!isFailure(answer)) bodies.set(subrequest.referenceId, answer.body);
  }
  return answers;
}

function runSubrequest(
  context: DataContext,
  request: DataRequest,
  subrequest: Subrequest,
  bodies: ReadonlyMap<string, unknown>,
): DataAnswer {
  const url = fillReferences(subrequest.url, bodies);
  const body = fillReferences(subrequest.body, bodies);
  if (url.problem !== undefined || body.problem !== undefined) {
    return failure('PROCESSING_HALTED', url.problem ?? body.problem ?? '');
  }
  return answerNested(context, request, {
    method: subrequest.method,
    url: String(url.value),
    body: body.value,
    headers: subrequest.headers,
  });
}

function runBatch(context: DataContext, request: DataRequest): DataAnswer {
  const body = requireJsonObject(request);
  const subrequests = requireList(body, 'batchRequests').map(readBatchRequest);
  refuseTooMany(subrequests.length);
  let stopped = false;
  const answers = subrequests.map((subrequest) => {
    if (stopped) return failure('BATCH_PROCESSING_HALTED', 'Batch processing halted per request');
    const answer = answerNested(context, request, subrequest);
    if (isFailure(answer) && body.haltOnError === true) stopped = true;
    return answer;
  });
  const results = answers.map((answer) => ({ statusCode: answer.status, result: answer.body ?? null }));
  return { status: 200, body: { hasErrors: answers.some(isFailure), results } };
}

/** A request of a batch; its address may leave out `/services/data`. */
function readBatchRequest(entry: JsonRecord): NestedRequest {
  const { method, url, richInput } = entry;
  if (typeof method !== 'string' || typeof url !== 'string') {
    throw new SalesforceError('JSON_PARSER_ERROR', 'Every subrequest needs a method and a url.');
  }
  return {
    method: method.toUpperCase(),
    url: url.replace(/^\/?(?:services\/data\/)?/, '/services/data/'),
    body: richInput,
    headers: {},
  };
}

/** Answers one request within another, with the same user and without counting it as a call of its own. */
function answerNested(context: DataContext, request: DataRequest, nested: NestedRequest): DataAnswer {
  const address = parseDataAddress(nested.url);
  if (address === undefined) return failure('NOT_FOUND', 'The requested resource does not exist', 404);
  const [first, second] = address.segments;
  if ((first === 'composite' && second !== 'sobjects') || first === 'jobs') {
    return failure(
      'INVALID_INPUT',
      `The resource ${address.segments.join('/')} cannot be part of a composite request.`,
    );
  }
  return context.answer({
    ...address,
    method: nested.method,
    headers: nested.headers,
    readBody: () => nested.body,
    session: request.session,
    baseUrl: request.baseUrl,
  });
}

function readSubrequest(entry: JsonRecord): Subrequest {
  const { method, url, referenceId } = entry;
  if (typeof method !== 'string' || typeof url !== 'string' || typeof referenceId !== 'string') {
    throw new SalesforceError(
      'JSON_PARSER_ERROR',
      'Every subrequest needs a method, a url and a referenceId.',
    );
  }
  if (!/^\w+$/.test(referenceId)) {
    throw new SalesforceError(
      'INVALID_INPUT',
      `The referenceId may have letters, digits and underscores only: ${referenceId}`,
    );
  }
  return {
    method: method.toUpperCase(),
    url,
    referenceId,
    body: entry.body,
    headers: readHeaders(entry.httpHeaders),
  };
}

function readHeaders(given: unknown): Record<string, string> {
  if (given === undefined || given === null) return {};
  const entries = isJsonObject(given) ? Object.entries(given) : undefined;
  if (entries === undefined || entries.some(([, value]) => typeof value === 'object')) {
    throw new SalesforceError('JSON_PARSER_ERROR', 'httpHeaders must be an object of texts.');
  }
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function refuseTooMany(count: number): void {
  if (count <= SUBREQUESTS_PER_CALL) return;
  throw new SalesforceError(
    'LIMIT_EXCEEDED',
    `You can't specify more than ${SUBREQUESTS_PER_CALL} subrequests in a composite request; found ${count}.`,
  );
}

function refuseDoubles(subrequests: Subrequest[]): void {
  const seen = new Set<string>();
  for (const { referenceId } of subrequests) {
    if (seen.has(referenceId)) {
      throw new SalesforceError('INVALID_INPUT', `The referenceId is used twice: ${referenceId}`);
    }
    seen.add(referenceId);
  }
}

function isFailure(answer: DataAnswer): boolean {
  return answer.status >= 400;
}

function failure(errorCode: string, message: string, status = 400): DataAnswer {
  return { status, body: [{ errorCode, message }] };
}

function halted(): DataAnswer {
  return failure(
    'PROCESSING_HALTED',
    'The transaction was rolled back since another operation in the same transaction failed.',
  );
}
