import { fieldProblem, valueProblem } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';

/** Where a formula stands. */
export interface FormulaPlace {
  object: string;
  /** The records of custom metadata that are in the org when it is deployed: `Feedback_Setting.Default`. */
  records: ReadonlySet<string>;
}

/** Functions that the formulas of the package use, by “Formula Operators and Functions” of Salesforce Help. */
const functions = new Set(
  `ABS ADDMONTHS AND BEGINS BLANKVALUE BR CASE CEILING CONTAINS DATE DATETIMEVALUE DATEVALUE DAY FIND FLOOR HOUR HYPERLINK
  IF INCLUDES ISBLANK ISCHANGED ISNEW ISNULL ISNUMBER ISPICKVAL LEFT LEN LOWER LPAD MAX MID MIN MINUTE MOD MONTH NOT NOW
  NULLVALUE OR PRIORVALUE REGEX RIGHT ROUND RPAD SUBSTITUTE TEXT TODAY TRIM UPPER VALUE WEEKDAY YEAR`.split(
    /\s+/,
  ),
);

/** Everything that a formula names and an org would not find: fields, values, permissions, records, functions. */
export function formulaProblems(formula: string, place: FormulaPlace, catalogue: Catalogue): string[] {
  const code = formula.replace(/\/\*[^]*?\*\//g, ' ').replace(/&quot;/g, '"');
  const bare = code.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
  const names = [...bare.matchAll(/(\$?[A-Za-z_][\w.:$]*)(\s*\()?/g)].flatMap(([, name = '', call]) => {
    if (call !== undefined)
      return functions.has(name.toUpperCase())
        ? []
        : [`there is no function ${name} in the list of formula.ts`];
    return nameProblem(name, place, catalogue) ?? [];
  });
  const compared = [
    ...code.matchAll(/(?:ISPICKVAL|INCLUDES)\(\s*(?:PRIORVALUE\()?\s*([\w.]+)\s*\)?\s*,\s*"([^"]*)"/gi),
    ...code.matchAll(/TEXT\(\s*([\w.]+)\s*\)\s*(?:=|<>|!=)\s*"([^"]*)"/gi),
  ].flatMap(([, field = '', value = '']) => valueProblem(catalogue, place.object, field, value) ?? []);
  return [...new Set([...names, ...compared])];
}

function nameProblem(name: string, place: FormulaPlace, catalogue: Catalogue): string | undefined {
  if (/^(true|false|null)$/i.test(name)) return undefined;
  if (!name.startsWith('$')) return fieldProblem(catalogue, place.object, name);
  const [global = '', ...rest] = name.split('.');
  if (global === '$User') return fieldProblem(catalogue, 'User', rest.join('.'));
  if (global === '$Permission') {
    const [permission = ''] = rest;
    return catalogue.names('CustomPermission').has(permission)
      ? undefined
      : `there is no custom permission ${permission}`;
  }
  if (global === '$CustomMetadata') {
    const [type = '', record = '', field = ''] = rest;
    const problem = fieldProblem(catalogue, type, field);
    if (problem !== undefined) return problem;
    const named = `${type.replace(/__mdt$/, '')}.${record}`;
    return place.records.has(named) ? undefined : `the record ${named} is not there when this is deployed`;
  }
  return `${global} is not known to formula.ts`;
}
