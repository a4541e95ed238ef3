/** A piece of a formula; spaces and comments are left out. */
export interface Token {
  kind: 'name' | 'text' | 'number' | 'symbol';
  /** As written; a text without its quotes and escapes. */
  text: string;
  /** Place in the formula, in characters from 0. */
  position: number;
}

/** A formula that cannot be taken; the message says what and where. */
export class FormulaError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FormulaError';
  }
}

const SPACE = /(?:\s|\/\*[\s\S]*?\*\/)+/y;
// A name may be a path with spaces around its dots, and say the kind of a polymorphic parent: `Owner:User.Name`.
const NAME = /[A-Za-z_$][\w$]*(?:\s*:\s*[A-Za-z_]\w*)?(?:\s*\.\s*[A-Za-z_]\w*(?:\s*:\s*[A-Za-z_]\w*)?)*/y;
const NUMBER = /\d+(?:\.\d+)?|\.\d+/y;
const TEXT = /"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'/y;
const SYMBOL = /<>|<=|>=|==|!=|&&|\|\||[-+*/^&=<>!(),]/y;

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

function match(pattern: RegExp, formula: string, position: number): RegExpExecArray | undefined {
  pattern.lastIndex = position;
  return pattern.exec(formula) ?? undefined;
}

/** Splits a formula into tokens. Throws FormulaError at a character that no formula has. */
export function tokenize(formula: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < formula.length) {
    const space = match(SPACE, formula, position);
    if (space !== undefined) {
      position += space[0].length;
      continue;
    }
    const text = match(TEXT, formula, position);
    const found =
      text ??
      match(NAME, formula, position) ??
      match(NUMBER, formula, position) ??
      match(SYMBOL, formula, position);
    if (found === undefined) {
      throw new FormulaError(`Syntax error. Found '${formula.charAt(position)}' at position ${position + 1}`);
    }
    if (text !== undefined) {
      const inside = (text[1] ?? text[2] ?? '').replace(
        /\\([\s\S])/g,
        (_all, escaped: string) => ESCAPES[escaped] ?? escaped,
      );
      tokens.push({ kind: 'text', text: inside, position });
    } else if (/^[A-Za-z_$]/.test(found[0])) {
      tokens.push({ kind: 'name', text: found[0].replace(/\s/g, ''), position });
    } else {
      tokens.push({ kind: /^[\d.]/.test(found[0]) ? 'number' : 'symbol', text: found[0], position });
    }
    position += found[0].length;
  }
  return tokens;
}
