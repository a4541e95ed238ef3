import { text } from '../../package-source.ts';
import { catalogueOf } from '../catalogue.ts';
import { formulaProblems } from '../formula.ts';
import { objectOf, ofType } from '../package.ts';
import type { Package, PackagedComponent, Problem } from '../package.ts';
import { problemAt, textsAt } from '../places.ts';

/** Formulas of fields, defaults and validation rules name only what is there when they are deployed. */
export function formulasNameWhatIsThere(installed: Package): Problem[] {
  return [
    ...ofType(installed, 'CustomField').flatMap((field) => [
      ...problemsAt(installed, field, 'formula'),
      // the default of a picklist stands among its values; all others are formulas
      ...problemsAt(installed, field, 'defaultValue'),
    ]),
    ...ofType(installed, 'ValidationRule').flatMap((rule) =>
      problemsAt(installed, rule, 'errorConditionFormula'),
    ),
  ];
}

/** The field beside which a validation message is shown is there. */
export function messagesStandBesideAField(installed: Package): Problem[] {
  const { objects } = catalogueOf(installed);
  return ofType(installed, 'ValidationRule').flatMap((rule) => {
    const shown = text(rule.content, 'errorDisplayField');
    if (shown === undefined || objects.get(objectOf(rule))?.fields.has(shown)) return [];
    return [problemAt(rule, 'errorDisplayField', `${objectOf(rule)} has no field ${shown}`)];
  });
}

function problemsAt(installed: Package, component: PackagedComponent, name: string): Problem[] {
  const place = { object: objectOf(component), records: recordsBefore(installed, component) };
  return textsAt(component.content, name).flatMap(({ path, value }) =>
    formulaProblems(value, place, catalogueOf(installed)).map((problem) =>
      problemAt(component, path, problem),
    ),
  );
}

/** The defaults are deployed in one go after the package, so that only they can name a record of theirs. */
function recordsBefore(installed: Package, { folder }: PackagedComponent): ReadonlySet<string> {
  if (!folder.startsWith('config/')) return new Set();
  return catalogueOf(installed).names('CustomMetadata');
}
