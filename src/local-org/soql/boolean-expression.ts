import type {
  ConditionWithValueQuery,
  HavingClause,
  NegationCondition,
  WhereClause,
} from '@jetstreamapp/soql-parser-js';
import { isNegationMarker } from './negation-marker.ts';
import type { QueryText } from './query-text.ts';

/** One condition of a clause, without the connectives around it. */
export type Comparison = Exclude<ConditionWithValueQuery, NegationCondition>;

/** WHERE or HAVING as a tree. */
export type BooleanExpression =
  | { kind: 'and' | 'or'; terms: BooleanExpression[] }
  | { kind: 'not'; term: BooleanExpression }
  | { kind: 'comparison'; comparison: Comparison };

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | Comparison;

/**
 * Reads WHERE or HAVING into a tree.
 *
 * SOQL knows no precedence: what mixes AND and OR, or negates more or less than a whole expression, has to use
 * parentheses. Source: SOQL and SOSL Reference, "conditionExpression Syntax": "Client applications must
 * specify parentheses when nesting operators".
 *
 * @throws SalesforceError MALFORMED_QUERY where parentheses are missing.
 */
export function readBooleanExpression(
  clause: WhereClause | HavingClause,
  text: QueryText,
): BooleanExpression {
  return new Reader(flatten(clause), text).read();
}

class Reader {
  readonly #tokens: Token[];
  readonly #text: QueryText;
  #position = 0;

  constructor(tokens: Token[], text: QueryText) {
    this.#tokens = tokens;
    this.#text = text;
  }

  read(): BooleanExpression {
    const expression = this.#expression();
    this.#refuse(this.#tokens[this.#position]);
    return expression;
  }

  #expression(): BooleanExpression {
    if (this.#tokens[this.#position] === 'NOT') {
      this.#position += 1;
      return { kind: 'not', term: this.#term() };
    }
    const terms = [this.#term()];
    const connective = this.#tokens[this.#position];
    while ((connective === 'AND' || connective === 'OR') && this.#tokens[this.#position] === connective) {
      this.#position += 1;
      terms.push(this.#term());
    }
    const [only] = terms;
    return terms.length === 1 && only ? only : { kind: connective === 'OR' ? 'or' : 'and', terms };
  }

  #term(): BooleanExpression {
    const token = this.#tokens[this.#position];
    this.#position += 1;
    if (token === '(') {
      const inside = this.#expression();
      const closing = this.#tokens[this.#position];
      this.#position += 1;
      if (closing !== ')') {
        this.#refuse(closing ?? '(');
      }
      return inside;
    }
    if (token === undefined || typeof token === 'string') {
      throw this.#text.malformedAt(token ?? '', `unexpected token: '${token ?? '<EOF>'}'`);
    }
    return { kind: 'comparison', comparison: token };
  }

  #refuse(token: Token | undefined): void {
    if (token !== undefined) {
      const name = typeof token === 'string' ? token : '<condition>';
      throw this.#text.malformedAt(name, `unexpected token: '${name}'`);
    }
  }
}

/** The parser nests conditions to the right and counts parentheses; here they become a list again. */
function flatten(clause: WhereClause | HavingClause): Token[] {
  const tokens: Token[] = [];
  let rest: WhereClause | HavingClause | undefined = clause;
  while (rest) {
    const left: ConditionWithValueQuery | null = rest.left;
    const isNegation = left !== null && isNegationMarker(left);
    tokens.push(...parentheses('(', left?.openParen));
    if (isNegation) {
      tokens.push('NOT');
    } else if (left && 'operator' in left) {
      tokens.push(left, ...parentheses(')', left.closeParen));
    }
    if ('operator' in rest && !isNegation) {
      tokens.push(rest.operator);
    }
    rest = 'right' in rest ? rest.right : undefined;
  }
  return tokens;
}

function parentheses(token: '(' | ')', count: number | undefined): Token[] {
  return Array.from({ length: count ?? 0 }, () => token);
}
