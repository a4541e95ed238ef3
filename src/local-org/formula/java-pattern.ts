import { FormulaError } from './tokens.ts';

/** White space in a Java pattern: narrower than in a JavaScript one, which also has no-break spaces. */
const SPACES = String.raw`\t\n\v\f\r `;

/** Characters that keep their backslash; before any other sign a backslash means nothing in Java. */
const SYNTAX: ReadonlySet<string> = new Set('^$\\.*+?()[]{}|/');

/** Java's flags at the beginning of a pattern that JavaScript has by the same letter. */
const FLAGS = /^\(\?([ims]+)\)/;

function escaped(character: string, inClass: boolean): string {
  if (character === 's') return inClass ? SPACES : `[${SPACES}]`;
  if (character === 'S' && !inClass) return `[^${SPACES}]`;
  const plain = !/[A-Za-z0-9]/.test(character) && !SYNTAX.has(character) && !(inClass && character === '-');
  return plain ? character : `\\${character}`;
}

/**
 * The JavaScript form of a Java pattern that must match the whole text, as REGEX asks for.
 * Source: Salesforce Help, "Formula Operators and Functions", REGEX: Java regular expressions.
 * Throws FormulaError for a pattern that is none, and for what JavaScript's patterns do not have (possessive
 * quantifiers, intersections of classes, some POSIX classes).
 */
export function javaPattern(pattern: string): RegExp {
  const flags = FLAGS.exec(pattern)?.[1] ?? '';
  const source = pattern.replace(FLAGS, '');
  let translated = '';
  let inClass = false;
  for (let place = 0; place < source.length; place += 1) {
    const character = source.charAt(place);
    if (character === '\\') {
      place += 1;
      translated += escaped(source.charAt(place), inClass);
      continue;
    }
    if (inClass && (character === '[' || source.startsWith('&&', place)))
      throw new FormulaError(`The local org cannot take the pattern ${pattern}`);
    if (character === '[') inClass = true;
    if (character === ']') inClass = false;
    translated += character;
  }
  try {
    return new RegExp(`^(?:${translated})$`, `u${[...new Set(flags.replace('m', ''))].join('')}`);
  } catch {
    throw new FormulaError(`The local org cannot take the pattern ${pattern}`);
  }
}
