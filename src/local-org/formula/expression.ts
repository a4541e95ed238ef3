import { builtins } from 'sformula';
import { asText } from '../values/as-text.ts';
import { roundToScale } from '../values/rounding.ts';
import { FormulaError } from './tokens.ts';

/** What an expression looks things up in while it is evaluated: inputs and functions by name. */
export type Scope = Record<string, unknown>;

/** An expression that is ready to be evaluated. */
export type Evaluate = (scope: Scope) => unknown;

/** The four kinds of node (in the words of ESTree) that sformula's compiler leaves in an expression. */
export interface ExpressionNode {
  type: string;
  name?: string;
  value?: unknown;
  callee?: ExpressionNode;
  arguments?: ExpressionNode[];
  elements?: ExpressionNode[];
}

type FormulaFunction = (...values: unknown[]) => unknown;

const FUNCTIONS = builtins as Record<string, FormulaFunction | undefined>;

function prepareCall(node: ExpressionNode): Evaluate {
  const name = node.callee?.name ?? '';
  const values = (node.arguments ?? []).map(prepareExpression);
  const known = FUNCTIONS[name];
  if (known !== undefined) return (scope) => known(...values.map((value) => value(scope)));
  return (scope) => (scope[name] as FormulaFunction)(...values.map((value) => value(scope)));
}

/**
 * Turns an expression that sformula compiled into a function. sformula's own evaluation copies all its functions for
 * every record, which costs ten times the evaluation itself.
 * Throws FormulaError for a kind of node that sformula does not leave today.
 */
export function prepareExpression(node: ExpressionNode): Evaluate {
  switch (node.type) {
    case 'Literal':
      return () => node.value;
    case 'Identifier': {
      const name = node.name ?? '';
      return (scope) => scope[name];
    }
    case 'ArrayExpression': {
      const elements = (node.elements ?? []).map(prepareExpression);
      return (scope) => elements.map((element) => element(scope));
    }
    case 'CallExpression':
      return prepareCall(node);
    default:
      throw new FormulaError(`The local org cannot evaluate a ${node.type}`);
  }
}

function asNumber(value: unknown): number {
  return typeof value === 'object' && value !== null && 'toNumber' in value
    ? (value.toNumber as () => number).call(value)
    : Number(value);
}

/** How the value of an expression becomes the value of a formula. */
export interface ResultForm {
  /** What the expression gives, and what the formula is to give, in the words of sformula. */
  calculatedType: string;
  returnType: string;
}

/** Digits after the point of a number that a double gives for sure; those beyond are noise of its arithmetic. */
const SURE_DECIMALS = 15;

const NUMERIC: ReadonlySet<string> = new Set(['number', 'currency', 'percent']);

/** Brings a value to the formula's type: percents (45.5 for 0.455), numbers without noise, trimmed text. */
export function formResult(value: unknown, { calculatedType, returnType }: ResultForm): unknown {
  if (returnType === 'boolean') return value === true;
  if (value === null || value === undefined) return null;
  if (NUMERIC.has(returnType)) {
    const shift = (returnType === 'percent' ? 2 : 0) - (calculatedType === 'percent' ? 2 : 0);
    const number = roundToScale(asNumber(value) * 10 ** shift, SURE_DECIMALS);
    return Number.isFinite(number) ? number : null;
  }
  if (returnType === 'string') return asText(value).trim() || null;
  return returnType === 'date' ? asText(value).slice(0, 10) : value;
}
