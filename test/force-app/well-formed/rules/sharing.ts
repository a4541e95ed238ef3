import { text } from '../../package-source.ts';
import { catalogueOf, fieldProblem, isMasterDetail, masterOf, valueProblem } from '../catalogue.ts';
import { ofType } from '../package.ts';
import type { Package, Problem } from '../package.ts';
import { elementsAt, problemAt, textsIn } from '../places.ts';

/** Every custom object says who shares it; details, and only they, are shared as their master is. */
export function objectsSayWhoSharesThem(installed: Package): Problem[] {
  const { objects } = catalogueOf(installed);
  return ofType(installed, 'CustomObject')
    .filter(({ fullName }) => fullName.endsWith('__c'))
    .flatMap((component) => {
      const object = objects.get(component.fullName);
      const isDetail = object !== undefined && masterOf(object) !== undefined;
      const model = text(component.content, 'sharingModel');
      if (model === undefined) return [problemAt(component, 'sharingModel', 'is not there')];
      return (model === 'ControlledByParent') === isDetail
        ? []
        : [
            problemAt(
              component,
              'sharingModel',
              isDetail
                ? `is ${model}, and the object is a detail`
                : `is ${model}, and the object has no master`,
            ),
          ];
    });
}

/** Details are written by those who may read the master, and move when masters are merged. */
export function detailsFollowTheirMaster(installed: Package): Problem[] {
  return ofType(installed, 'CustomField')
    .filter(({ content }) => isMasterDetail(content))
    .flatMap((field) =>
      ['writeRequiresMasterRead', 'reparentableMasterDetail']
        .filter((name) => text(field.content, name) !== 'true')
        .map((name) => problemAt(field, name, 'should be true')),
    );
}

/** Sharing rules are on objects that are not open anyway, and ask fields that are there. */
export function sharingRulesOpenRecords(installed: Package): Problem[] {
  const catalogue = catalogueOf(installed);
  return ofType(installed, 'SharingRules').flatMap((rules) => {
    const object = catalogue.objects.get(rules.fullName);
    const model = object?.component && text(object.component.content, 'sharingModel');
    if (model !== 'Private' && model !== 'Read')
      return [
        problemAt(rules, 'fullName', `${rules.fullName} is no object whose records can be opened by a rule`),
      ];
    return elementsAt(rules.content, 'sharingCriteriaRules/criteriaItems').flatMap((item) =>
      textsIn(item, 'field').flatMap(({ path, value: name }) => {
        const values = textsIn(item, 'value').map(({ value }) => value);
        const problem =
          fieldProblem(catalogue, rules.fullName, name) ??
          values.map((value) => valueProblem(catalogue, rules.fullName, name, value)).find(Boolean);
        return problem === undefined ? [] : [problemAt(rules, path, problem)];
      }),
    );
  });
}
