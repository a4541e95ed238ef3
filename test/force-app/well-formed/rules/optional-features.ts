import type { Package, Problem } from '../package.ts';
import { eachPlace, problemAt } from '../places.ts';

/** Objects and fields that an org has only with a feature that many switch off; naming one makes the deploy fail there. */
const optional =
  /\b(AccountContactRelations?|AccountTeamMembers?|OpportunityTeamMembers?|Territory2\w*|ObjectTerritory2\w*|CurrencyIsoCode|RecordType(Id)?|IsPersonAccount|Person[A-Z]\w+|\w+__pc|Individual(Id)?)\b/;

/** Elements of words for people, where a word means nothing to an org. */
const prose =
  /(^|\/)(description|inlineHelpText|help|label|masterLabel|pluralLabel|errorMessage|value|shortDescription|translation|successMessage)(\[\d+\])?$/;

/** Nothing names an object or field of a feature that an org may lack: the code detects those by describe. */
export function optionalFeaturesAreNotNamed({ components, code }: Package): Problem[] {
  const elements = components.flatMap((component) =>
    eachPlace(component.content).flatMap(({ path, value }) => {
      if (typeof value !== 'string' || prose.test(path)) return [];
      const [named] = optional.exec(value) ?? [];
      return named === undefined
        ? []
        : [problemAt(component, path, `${named} belongs to an optional feature`)];
    }),
  );
  const imports = [...code].flatMap(([file, source]) =>
    [...source.matchAll(/'@salesforce\/schema\/([\w.]+)'/g)].flatMap(([, name = '']) =>
      optional.test(name)
        ? [{ file, element: `@salesforce/schema/${name}`, problem: `${name} belongs to an optional feature` }]
        : [],
    ),
  );
  return [...elements, ...imports];
}
