/** A value bound to an SQL parameter. */
export type SqlValue = string | number | null;

/** A piece of SQL with its bound values, in order. Nothing written in a query ever becomes part of `text`. */
export interface Fragment {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

const isFragment = (part: Fragment | SqlValue): part is Fragment => typeof part === 'object' && part !== null;

/** Builds SQL: fragments are put in place, anything else becomes a bound parameter. */
export function sql(strings: TemplateStringsArray, ...parts: (Fragment | SqlValue)[]): Fragment {
  let text = strings[0] ?? '';
  const values: SqlValue[] = [];
  parts.forEach((part, index) => {
    if (isFragment(part)) {
      text += part.text;
      values.push(...part.values);
    } else {
      text += '?';
      values.push(part);
    }
    text += strings[index + 1] ?? '';
  });
  return { text, values };
}

/** SQL of our own, without values: keywords and operators. Never give it anything from a query. */
export function keyword(text: string): Fragment {
  return { text, values: [] };
}

/** A quoted name of a table, column or alias. */
export function identifier(name: string): Fragment {
  return { text: `"${name.replaceAll('"', '""')}"`, values: [] };
}

/** Fragments one after the other with a separator between. */
export function list(fragments: readonly Fragment[], separator: string): Fragment {
  return {
    text: fragments.map((fragment) => fragment.text).join(separator),
    values: fragments.flatMap((fragment) => fragment.values),
  };
}

/**
 * Conditions joined by AND or OR, nested in halves: SQLite refuses expressions deeper than 1,000, and a
 * generated query may well have more conditions than that.
 */
export function balanced(fragments: readonly Fragment[], operator: 'AND' | 'OR'): Fragment {
  const [first] = fragments;
  if (first === undefined || fragments.length === 1) {
    return first ?? keyword('1');
  }
  const middle = fragments.length >> 1;
  const left = balanced(fragments.slice(0, middle), operator);
  const right = balanced(fragments.slice(middle), operator);
  return sql`(${left} ${keyword(operator)} ${right})`;
}
