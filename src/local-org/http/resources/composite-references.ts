import { isJsonObject } from './request-reading.ts';

const REFERENCE = /@\{(\w+)((?:\.\w+|\[\d+\])*)\}/g;

/** What became of the references in a value: the value without them, or what was wrong with one. */
export interface FilledReferences {
  value: unknown;
  problem?: string;
}

/**
 * Replaces references to earlier answers, `@{account.id}` or `@{found.records[0].Id}`, in every text of a
 * value. A text that is nothing but a reference becomes what it refers to (a number stays a number).
 * Source: REST API Developer Guide, "Composite", "Using Reference IDs".
 */
export function fillReferences(value: unknown, answers: ReadonlyMap<string, unknown>): FilledReferences {
  if (typeof value === 'string') return fillText(value, answers);
  if (Array.isArray(value)) {
    const items = value.map((item) => fillReferences(item, answers));
    return gather(items, () => items.map((item) => item.value));
  }
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, fillReferences(item, answers)] as const);
    return gather(
      entries.map(([, item]) => item),
      () => Object.fromEntries(entries.map(([key, item]) => [key, item.value])),
    );
  }
  return { value };
}

function gather(items: FilledReferences[], build: () => unknown): FilledReferences {
  const failed = items.find((item) => item.problem !== undefined);
  return failed ?? { value: build() };
}

function fillText(text: string, answers: ReadonlyMap<string, unknown>): FilledReferences {
  let problem: string | undefined;
  let whole: unknown;
  let wholeFound = false;
  const filled = text.replace(REFERENCE, (reference, referenceId: string, path: string) => {
    const found = walk(answers.get(referenceId), path);
    if (typeof found !== 'string' && typeof found !== 'number' && typeof found !== 'boolean') {
      problem ??= `Invalid reference specified. No value for ${referenceId}${path} found in ${referenceId}`;
      return '';
    }
    if (reference === text) {
      whole = found;
      wholeFound = true;
    }
    return String(found);
  });
  if (problem !== undefined) return { value: undefined, problem };
  return { value: wholeFound ? whole : filled };
}

/** The part of an answer at a path such as `.records[0].Id`. */
function walk(answer: unknown, path: string): unknown {
  let current = answer;
  for (const step of path.match(/\w+/g) ?? []) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string, unknown>)[step];
  }
  return current;
}
