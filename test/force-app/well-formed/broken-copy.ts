import { readFileSync } from 'node:fs';
import { readInstalled } from './package.ts';
import type { Package, Problem } from './package.ts';
import { rules } from './rules.ts';

/** What is done to the text of a file, or undefined to take the file away; a new file has no text before. */
export type Change = (text: string) => string | undefined;

/** A copy with one fault: what it is, where, how it is made, and what must be said of it, where the file names it. */
export type Copy = [what: string, file: string, change: Change, element: string, problem: string];

const there = new Set(problemsOf(readInstalled()));

/**
 * What all rules find in a copy of the package with some files changed, each as “file: element: problem”, and do not
 * find in the package as it is. The copy is in memory only.
 */
export function foundIn(changes: Readonly<Record<string, Change>>): string[] {
  const changed = Object.entries(changes).map(([file, change]) => [file, change(textOf(file))] as const);
  return problemsOf(readInstalled(new Map(changed))).filter((problem) => !there.has(problem));
}

/** Puts something in the place of a text that must be there, once. */
export function replacing(from: string | RegExp, to: string): Change {
  return (text) => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`There is no ${String(from)} to break.`);
    return changed;
  };
}

/** Puts something before the end of an element that must be there: its last one. */
export function adding(element: string, xml: string): Change {
  return (text) => {
    const end = text.lastIndexOf(`</${element}>`);
    if (end < 0) throw new Error(`There is no ${element} to add to.`);
    return text.slice(0, end) + xml + text.slice(end);
  };
}

/** Takes the first element of a name out, with all that is in it. */
export function without(element: string): Change {
  return replacing(new RegExp(`\\s*<${element}>[^]*?</${element}>`), '');
}

/** A problem without the count of elements of one name, which changes as files grow. */
export function uncounted(problem: string): string {
  return problem.replace(/\[\d+\]/g, '');
}

function problemsOf(installed: Package): string[] {
  return Object.values(rules).flatMap((rule) => rule(installed).map(line));
}

function line({ file, element, problem }: Problem): string {
  return `${file}: ${element}: ${problem}`;
}

/** The text of a file of the project; empty where there is none. */
export function textOf(file: string): string {
  try {
    return readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
  } catch {
    return '';
  }
}
