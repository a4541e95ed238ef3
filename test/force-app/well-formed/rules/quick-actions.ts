import { text } from '../../package-source.ts';
import { catalogueOf, fieldProblem } from '../catalogue.ts';
import type { Catalogue } from '../catalogue.ts';
import { formulaProblems } from '../formula.ts';
import { objectOf, ofType } from '../package.ts';
import type { Package, PackagedComponent, Problem } from '../package.ts';
import { checkTexts, elementsAt, problemAt, textsIn } from '../places.ts';
import { requiredFields } from './layouts.ts';

/** Quick actions make records of objects that are there, hang them on the record they start from, and can be saved. */
export function quickActionsMakeRecords(installed: Package): Problem[] {
  const catalogue = catalogueOf(installed);
  return ofType(installed, 'QuickAction').flatMap((action) => {
    const source = action.fullName.includes('.') ? objectOf(action) : undefined;
    const target = text(action.content, 'targetObject') ?? source ?? '';
    const object = catalogue.objects.get(target);
    if (source !== undefined && !catalogue.objects.has(source))
      return [problemAt(action, 'fullName', `there is no object ${source}`)];
    if (object === undefined) return [problemAt(action, 'targetObject', `there is no object ${target}`)];
    return [
      ...fieldProblems(catalogue, action, target),
      ...checkTexts(action, ['targetParentField'], (name) => parentProblem(catalogue, target, name, source)),
      ...presetProblems(catalogue, action, source ?? target),
      ...(text(action.content, 'type') === 'Create' ? missingProblems(action, requiredFields(object)) : []),
    ];
  });
}

function fieldProblems(catalogue: Catalogue, action: PackagedComponent, target: string): Problem[] {
  return checkTexts(
    action,
    ['quickActionLayout/quickActionLayoutColumns/quickActionLayoutItems/field', 'fieldOverrides/field'],
    (name) => fieldProblem(catalogue, target, name),
  );
}

function parentProblem(
  catalogue: Catalogue,
  target: string,
  name: string,
  source: string | undefined,
): string | undefined {
  const problem = fieldProblem(catalogue, target, name);
  if (problem !== undefined) return problem;
  const { referenceTo } = catalogue.objects.get(target)?.fields.get(name) ?? {};
  return referenceTo === source ? undefined : `${target}.${name} does not lead to ${source}`;
}

/** Presets are formulas over the record that the action starts from, with its object named before the field. */
function presetProblems(catalogue: Catalogue, action: PackagedComponent, source: string): Problem[] {
  const place = { object: source, records: new Set<string>() };
  return elementsAt(action.content, 'fieldOverrides').flatMap((override) =>
    textsIn(override, 'formula').flatMap(({ path, value }) =>
      formulaProblems(value.replaceAll(`${source}.`, ''), place, catalogue).map((problem) =>
        problemAt(action, path, problem),
      ),
    ),
  );
}

function missingProblems(action: PackagedComponent, required: string[]): Problem[] {
  const given = [
    text(action.content, 'targetParentField') ?? '',
    ...['quickActionLayout/quickActionLayoutColumns/quickActionLayoutItems', 'fieldOverrides'].flatMap(
      (path) => elementsAt(action.content, path).map(({ value }) => text(value, 'field') ?? ''),
    ),
  ];
  return required
    .filter((name) => !given.includes(name))
    .map((name) =>
      problemAt(action, 'quickActionLayout', `${name} is required, and neither asked nor preset`),
    );
}
