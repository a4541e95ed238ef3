import { text } from '../../package-source.ts';
import { isStandard, objectOf, ofType, ownName } from '../package.ts';
import type { Package, Problem } from '../package.ts';
import { checkTexts, problemAt } from '../places.ts';

/** An API name is at most 40 characters without its suffix (CustomObject and CustomField, Metadata API Developer Guide). */
const longestName = 40;

/** Types whose names are paths, texts, or may be longer: 80 characters. */
const longerNames = [
  'CustomLabels',
  'CustomPermission',
  'FlexiPage',
  'Layout',
  'PermissionSet',
  'PermissionSetGroup',
];

/** API names are of letters, digits and single underscores, and at most 40 characters long. */
export function namesAreShort(installed: Package): Problem[] {
  return installed.components
    .filter(({ folder, type }) => !folder.endsWith('french') && type !== 'Layout')
    .flatMap((component) => {
      const name = (component.type.endsWith('Rules') ? component.fullName : ownName(component))
        .split('/')
        .at(-1)
        ?.replace(/__(c|mdt|gvs)$/, '');
      const longest = longerNames.includes(component.type) ? 80 : longestName;
      if (name === undefined) return [];
      const related = checkTexts(component, ['relationshipName'], (value) => nameProblem(value, longestName));
      const problem = nameProblem(name, longest);
      return [...(problem === undefined ? [] : [problemAt(component, 'fullName', problem)]), ...related];
    });
}

function nameProblem(name: string, longest: number): string | undefined {
  if (name.length > longest) return `“${name}” has ${name.length} characters, at most ${longest} are allowed`;
  return /^[A-Za-z](?!.*__)\w*$/.test(name) && !name.endsWith('_') ? undefined : `“${name}” is no API name`;
}

/** What the package adds to objects of Salesforce's own begins with Feedback_, so that it meets nobody else's. */
export function additionsHaveAPrefix(installed: Package): Problem[] {
  return ['CustomField', 'ValidationRule', 'ListView', 'CompactLayout', 'QuickAction']
    .flatMap((type) => ofType(installed, type))
    .filter((component) => component.fullName.includes('.') && isStandard(objectOf(component)))
    .filter((component) => !ownName(component).startsWith('Feedback_'))
    .map((component) =>
      problemAt(
        component,
        'fullName',
        `${ownName(component)} on ${objectOf(component)} does not begin with Feedback_`,
      ),
    );
}

/** No parent calls two lists of children by the same name. */
export function listsHaveOneName(installed: Package): Problem[] {
  const fields = ofType(installed, 'CustomField').flatMap((field) => {
    const name = text(field.content, 'relationshipName');
    const parent = text(field.content, 'referenceTo');
    return name === undefined || parent === undefined ? [] : [{ field, name: `${parent}.${name}` }];
  });
  return fields
    .filter(({ name }, position) => fields.findIndex((other) => other.name === name) < position)
    .map(({ field, name }) => problemAt(field, 'relationshipName', `${name} is there twice`));
}

/** One version of the API in all files. */
export function oneApiVersion({ components, apiVersion }: Package): Problem[] {
  return components.flatMap((component) =>
    checkTexts(component, ['apiVersion'], (version) =>
      version === apiVersion ? undefined : `${version} is not the ${apiVersion} of sfdx-project.json`,
    ),
  );
}
