import { text } from '../../package-source.ts';
import { catalogueOf, fieldProblem, valueProblem } from '../catalogue.ts';
import { isStandard, objectOf, ofType } from '../package.ts';
import type { Package, Problem } from '../package.ts';
import { elementsAt, problemAt } from '../places.ts';

/** What an admin changes is not in the package, whose upgrades would overwrite it: it is deployed once, as a default. */
export function packageHoldsNoDefaults(installed: Package): Problem[] {
  const inPackage = ({ folder }: { folder: string }) => folder.startsWith('force-app');
  return [
    ...ofType(installed, 'CustomMetadata')
      .filter(inPackage)
      .map((record) =>
        problemAt(record, 'fullName', 'a record of custom metadata belongs in config/defaults'),
      ),
    ...ofType(installed, 'ValidationRule')
      .filter((rule) => inPackage(rule) && isStandard(objectOf(rule)))
      .map((rule) => problemAt(rule, 'fullName', `a rule on ${objectOf(rule)} belongs in config/defaults`)),
  ];
}

/** Records of custom metadata are of a type that is there, and set its fields to values that these can have. */
export function recordsFitTheirType(installed: Package): Problem[] {
  const catalogue = catalogueOf(installed);
  return ofType(installed, 'CustomMetadata').flatMap((record) => {
    const type = `${objectOf(record)}__mdt`;
    if (!catalogue.objects.has(type)) return [problemAt(record, 'fullName', `there is no type ${type}`)];
    return elementsAt(record.content, 'values').flatMap(({ path, value }) => {
      const name = text(value, 'field') ?? '';
      const given = elementsAt(value, 'value').map((one) => text(one.value, '#text') ?? '')[0] ?? '';
      const problem = fieldProblem(catalogue, type, name) ?? valueProblem(catalogue, type, name, given);
      return problem === undefined ? [] : [problemAt(record, `${path}/field`, problem)];
    });
  });
}
