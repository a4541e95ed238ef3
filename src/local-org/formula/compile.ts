import { builtins, parseSync } from 'sformula';
import { asText } from '../values/as-text.ts';
import type { ObjectDefinition, Schema } from '../schema/schema.ts';
import { formResult, prepareExpression } from './expression.ts';
import type { ExpressionNode, Scope } from './expression.ts';
import { javaPattern } from './java-pattern.ts';
import { inputTypeOf, resolveGlobal, resolvePath } from './inputs.ts';
import type { FormulaInput, InputType } from './inputs.ts';
import { FormulaError, tokenize } from './tokens.ts';
import type { Token } from './tokens.ts';

/** What a formula gives, in the words of sformula. */
export type FormulaType = 'string' | 'number' | 'currency' | 'percent' | 'date' | 'datetime' | 'boolean';

/** How a formula is to be understood. */
export interface FormulaOptions {
  /** What it must give. */
  returnType: FormulaType;
  /** Whether empty numbers count as zero. */
  blankAsZero?: boolean;
  /** Whether ISNEW, ISCHANGED and PRIORVALUE may be used: in rules, not in fields. */
  seesChanges: boolean;
}

/** A formula that is ready to be evaluated. */
export interface CompiledFormula {
  inputs: { name: string; input: FormulaInput }[];
  /** Numbers are not rounded. `values` by input name; `timeZone` is the user's. Throws when the formula fails, e.g. by a division by zero. */
  evaluate(values: Record<string, unknown>, timeZone: string): unknown;
}

/** Functions that sformula computes by the machine's clock or time zone, or does not know: ours are used instead. */
const REPLACED: Record<string, string> = {
  DATEVALUE: 'LOCAL_DATE_VALUE',
  REGEX: 'REGEX_MATCHES',
  BR: 'LINE_BREAK',
};

const REFUSED_FUNCTIONS: ReadonlySet<string> = new Set(['TIMENOW', 'TIMEVALUE']);

const LITERALS: ReadonlySet<string> = new Set(['TRUE', 'FALSE', 'NULL']);

const ANY_ARGUMENT = { argument: { type: 'any' as const }, optional: false };
const TEXT_ARGUMENT = { argument: { type: 'string' as const }, optional: false };
const OWN_FUNCTIONS = {
  LOCAL_DATE_VALUE: {
    type: 'function' as const,
    arguments: [ANY_ARGUMENT],
    returns: { type: 'date' as const },
  },
  REGEX_MATCHES: {
    type: 'function' as const,
    arguments: [TEXT_ARGUMENT, TEXT_ARGUMENT],
    returns: { type: 'boolean' as const },
  },
  LINE_BREAK: { type: 'function' as const, arguments: [], returns: { type: 'string' as const } },
};

/** The date that an instant has in a time zone, `YYYY-MM-DD`. */
export function dateIn(timeZone: string, instant: Date): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return parts.format(instant);
}

function localDateValue(value: unknown, timeZone: string): string | null {
  if (typeof value !== 'string' || value === '') return null;
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
  const instant = new Date(value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(instant.getTime()) ? null : dateIn(timeZone, instant);
}

function regexMatches(value: unknown, pattern: unknown): boolean {
  return javaPattern(String(pattern)).test(asText(value));
}

const ownFunctionsByZone = new Map<string, Scope>();

function ownFunctions(timeZone: string): Scope {
  const known = ownFunctionsByZone.get(timeZone);
  if (known !== undefined) return known;
  const made = {
    LOCAL_DATE_VALUE: (value: unknown) => localDateValue(value, timeZone),
    REGEX_MATCHES: regexMatches,
    LINE_BREAK: () => '\n',
  };
  ownFunctionsByZone.set(timeZone, made);
  return made;
}

function asLiteral(text: string): string {
  return `"${text.replace(/[\\"']/g, (character) => `\\${character}`)}"`;
}

/**
 * Rewrites a formula into one that sformula takes: every field, `$` object and question about the change becomes a
 * typed input; functions and fields in any case become the right one.
 */
class Rewriter {
  readonly inputs: { name: string; input: FormulaInput; type: InputType }[] = [];
  readonly #schema: Schema;
  readonly #object: ObjectDefinition;
  readonly #seesChanges: boolean;
  readonly #tokens: Token[];
  #next = 0;

  constructor(schema: Schema, object: ObjectDefinition, formula: string, seesChanges: boolean) {
    this.#schema = schema;
    this.#object = object;
    this.#seesChanges = seesChanges;
    this.#tokens = tokenize(formula);
  }

  rewrite(): string {
    const parts: string[] = [];
    for (let token = this.#take(); token !== undefined; token = this.#take()) {
      if (token.kind === 'name') parts.push(this.#name(token));
      else if (token.kind === 'text') parts.push(this.#text(token.text));
      else parts.push(token.kind === 'number' && token.text.startsWith('.') ? `0${token.text}` : token.text);
    }
    return parts.join(' ');
  }

  #take(): Token | undefined {
    this.#next += 1;
    return this.#tokens[this.#next - 1];
  }

  #isNext(symbol: string): boolean {
    const token = this.#tokens[this.#next];
    return token?.kind === 'symbol' && token.text === symbol;
  }

  #expect(symbol: string, after: string): void {
    if (!this.#isNext(symbol)) throw new FormulaError(`Syntax error. Missing '${symbol}' after ${after}`);
    this.#next += 1;
  }

  #input(input: FormulaInput, type: InputType): string {
    const name = `input_${this.inputs.length}`;
    this.inputs.push({ name, input, type });
    return name;
  }

  #text(text: string): string {
    // sformula's grammar has no control characters in texts.
    return /\p{Cc}/u.test(text) ? this.#input({ kind: 'constant', value: text }, 'string') : asLiteral(text);
  }

  #name(token: Token): string {
    const upper = token.text.toUpperCase();
    if (this.#isNext('(')) return this.#call(upper);
    if (LITERALS.has(upper)) return upper.toLowerCase();
    if (token.text.startsWith('$')) {
      const { input, type } = resolveGlobal(this.#schema, token.text);
      return this.#input(input, type);
    }
    const path = resolvePath(this.#schema, this.#object, token.text);
    return this.#input({ kind: 'field', path, prior: false }, inputTypeOf(path.field));
  }

  #call(name: string): string {
    switch (name) {
      case 'TODAY':
        return this.#noArguments(name, { kind: 'today' }, 'date');
      case 'NOW':
        return this.#noArguments(name, { kind: 'now' }, 'datetime');
      case 'ISNEW':
        this.#checkSeesChanges(name);
        return this.#noArguments(name, { kind: 'isNew' }, 'boolean');
      case 'ISCHANGED':
      case 'PRIORVALUE': {
        this.#checkSeesChanges(name);
        const path = this.#ownField(name);
        return name === 'ISCHANGED'
          ? this.#input({ kind: 'changed', path }, 'boolean')
          : this.#input({ kind: 'field', path, prior: true }, inputTypeOf(path.field));
      }
    }
    if (REFUSED_FUNCTIONS.has(name) || !(name in REPLACED || name in builtins)) {
      throw new FormulaError(`The local org does not know the function ${name}`);
    }
    if (name === 'REGEX') this.#checkPattern();
    return REPLACED[name] ?? name;
  }

  /** A pattern that stands in the formula is checked with it; others when they are used. */
  #checkPattern(): void {
    let depth = 0;
    for (let place = this.#next; place < this.#tokens.length; place += 1) {
      const token = this.#tokens[place];
      if (token?.kind !== 'symbol') continue;
      if (token.text === '(') depth += 1;
      if (token.text === ')') depth -= 1;
      if (depth > 0) continue;
      const pattern = this.#tokens[place - 1];
      const before = this.#tokens[place - 2];
      if (pattern?.kind === 'text' && before?.text === ',') javaPattern(pattern.text);
      return;
    }
  }

  #checkSeesChanges(name: string): void {
    if (!this.#seesChanges)
      throw new FormulaError(`The function ${name} may not be used in this type of formula`);
  }

  #noArguments(name: string, input: FormulaInput, type: InputType): string {
    this.#expect('(', name);
    this.#expect(')', `${name}(`);
    return this.#input(input, type);
  }

  #ownField(name: string): ReturnType<typeof resolvePath> {
    this.#expect('(', name);
    const token = this.#take();
    if (token?.kind !== 'name' || token.text.includes('.')) {
      throw new FormulaError(
        `Incorrect parameter for function ${name}: it takes a field of the record itself`,
      );
    }
    this.#expect(')', `${name}(${token.text}`);
    return resolvePath(this.#schema, this.#object, token.text);
  }
}

/**
 * Compiles a formula of an object.
 * Throws FormulaError when it is not a formula, names what does not exist, or uses what the local org cannot compute.
 */
export function compileFormula(
  schema: Schema,
  object: ObjectDefinition,
  formula: string,
  options: FormulaOptions,
): CompiledFormula {
  const rewriter = new Rewriter(schema, object, formula, options.seesChanges);
  const text = rewriter.rewrite();
  const types = Object.fromEntries(rewriter.inputs.map(({ name, type }) => [name, { type }]));
  try {
    const parsed = parseSync(text, {
      inputTypes: { ...types, ...OWN_FUNCTIONS },
      returnType: options.returnType,
      blankAsZero: options.blankAsZero ?? false,
    });
    const { expression, calculatedType, returnType } = parsed.compiled;
    const evaluate = prepareExpression(expression as unknown as ExpressionNode);
    return {
      inputs: rewriter.inputs,
      evaluate: (values, timeZone) =>
        formResult(evaluate({ ...values, ...ownFunctions(timeZone) }), { calculatedType, returnType }),
    };
  } catch (error) {
    throw new FormulaError(error instanceof Error ? error.message : String(error));
  }
}
