import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';
import { projectRoot } from '../support/test-org.ts';

/** A key as the code names it: the whole of it, or what it begins with and ends with where the middle is computed. */
interface UsedKey {
  bundle: string;
  place: string;
  begin: string;
  end: string;
  exact: boolean;
  /** Whether its `.actions` are used with it. */
  withActions: boolean;
}

const calls = new Set(['getMessage', 'getMessages', 'createError', 'createWarning', 'createInfo']);

/** The keys of all message files, by bundle. */
function definedKeys(): Map<string, string[]> {
  const files = globSync('messages/*.md', { cwd: projectRoot });
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(projectRoot, file), 'utf8');
      return [basename(file, '.md'), [...text.matchAll(/^# (\S+)\s*$/gm)].map(([, key]) => key ?? '')];
    }),
  );
}

/** Reads which keys the code asks for, of which bundle: each file loads one. */
function usedKeys(): UsedKey[] {
  const files = globSync('src/{command-line,commands}/**/*.ts', { cwd: projectRoot });
  return files.flatMap((file) => {
    const source = ts.createSourceFile(
      file,
      readFileSync(join(projectRoot, file), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const keys: UsedKey[] = [];
    let bundle = '';
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
        const name = node.expression.name.text;
        const owner = node.expression.expression.getText(source);
        if (name === 'loadMessages') bundle = (node.arguments[1] as ts.StringLiteral).text;
        if (owner === 'messages' && calls.has(name)) {
          const { line } = source.getLineAndCharacterOfPosition(node.getStart());
          const withActions = name.startsWith('create');
          keys.push({ bundle, place: `${file}:${line + 1}`, withActions, ...keyOf(node.arguments[0]!) });
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return keys;
  });
}

function keyOf(argument: ts.Expression): { begin: string; end: string; exact: boolean } {
  if (ts.isStringLiteralLike(argument)) return { begin: argument.text, end: '', exact: true };
  if (ts.isTemplateExpression(argument)) {
    const end = argument.templateSpans.at(-1)?.literal.text ?? '';
    return { begin: argument.head.text, end, exact: false };
  }
  // keyOf('org', kind) of failures.ts: what it begins with is its first argument
  if (ts.isCallExpression(argument) && ts.isStringLiteralLike(argument.arguments[0]!)) {
    return { begin: argument.arguments[0].text, end: '', exact: false };
  }
  return { begin: '', end: '', exact: false };
}

const matches = (used: UsedKey, key: string) =>
  used.exact ? key === used.begin : key.startsWith(used.begin) && key.endsWith(used.end);

/** The codes of a union type in a file, such as `IntakeErrorCode`. */
function codesOf(file: string, type: string): string[] {
  const text = readFileSync(join(projectRoot, file), 'utf8');
  const union = new RegExp(`export type ${type} =([^;]+);`).exec(text)?.[1] ?? '';
  return [...union.matchAll(/'(\w+)'/g)].map(([, code]) => code ?? '');
}

describe('the texts of the command line', () => {
  const defined = definedKeys();
  const used = usedKeys();

  it('are found: every key that the code names is in its file', () => {
    expect(used.length).to.be.greaterThan(30);
    const missing = used.filter((key) => !(defined.get(key.bundle) ?? []).some((one) => matches(key, one)));
    expect(missing).to.deep.equal([]);
  });

  it('are used: every key of every file is named by the code', () => {
    // those of failures are named by the codes of errors: the next tests compare them
    const bundles = [...defined].filter(([bundle]) => bundle !== 'rapport.failures');
    const unused = bundles.flatMap(([bundle, keys]) =>
      keys.filter((key) => {
        const stem = key.replace(/\.actions$/, '');
        return !used.some(
          (one) => one.bundle === bundle && (matches(one, key) || (one.withActions && matches(one, stem))),
        );
      }),
    );
    expect(unused).to.deep.equal([]);
  });

  it('are there once', () => {
    for (const [bundle, keys] of defined) expect(keys, bundle).to.deep.equal([...new Set(keys)]);
  });

  it('of every failure say what happened, and what to do next', () => {
    const capital = (code: string) => `${code.charAt(0).toUpperCase()}${code.slice(1)}`;
    const expected = [
      ...codesOf('src/intake/intake-error.ts', 'IntakeErrorCode'),
      ...codesOf('src/outbox/outbox.ts', 'OutboxErrorCode').map((code) => `outbox${capital(code)}`),
      ...codesOf('src/salesforce/failure.ts', 'FailureKind').map((kind) => `org${capital(kind)}`),
    ];
    expect(expected.length).to.be.greaterThan(20);
    const named = used.filter(({ bundle, exact }) => bundle === 'rapport.failures' && exact);
    const keys = [...expected, ...named.map(({ begin }) => begin)];
    const failures = defined.get('rapport.failures')?.filter((key) => !/^(problem|reason)\./.test(key));
    expect(failures).to.have.members(keys.flatMap((key) => [key, `${key}.actions`]));
  });

  it('of every problem of a row, and every reason of an answer, are there, and no others', () => {
    const failures = defined.get('rapport.failures') ?? [];
    const named = (prefix: string) => failures.filter((key) => key.startsWith(prefix));
    const problems = codesOf('src/intake/intake-error.ts', 'ProblemCode');
    expect(problems).to.not.be.empty;
    expect(named('problem.')).to.have.members(problems.map((code) => `problem.${code}`));
    const text = readFileSync(join(projectRoot, 'src/salesforce/records.ts'), 'utf8');
    const union = /UnmatchedReason =([^;]+);/.exec(text)?.[1] ?? '';
    const reasons = [...union.matchAll(/'([^']+)'/g)].map(([, reason]) => reason?.replaceAll(' ', '') ?? '');
    expect(reasons).to.not.be.empty;
    expect(named('reason.')).to.have.members(
      [...reasons, 'UnknownQuestion', 'triedAgain', 'refusedByOrg'].map((reason) => `reason.${reason}`),
    );
  });
});
