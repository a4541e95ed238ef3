import { text } from '../../package-source.ts';
import { isStandard, ofType } from '../package.ts';
import type { Package, Problem } from '../package.ts';
import { problemAt } from '../places.ts';
import { frenchOf, unreadLists, wordingsOf } from '../translatable.ts';

/** Every text that Salesforce can translate is said in French. */
export function everythingIsSaidInFrench(installed: Package): Problem[] {
  const french = new Set(frenchOf(installed).map(({ name }) => name));
  return wordingsOf(installed)
    .filter(({ name }) => !french.has(name))
    .map(({ component, element, name }) => problemAt(component, element, `${name} is not said in French`));
}

/** The French has nothing, and nothing twice, that the package does not have. */
export function frenchIsOfSomething(installed: Package): Problem[] {
  const known = new Set(wordingsOf(installed).map(({ name }) => name));
  const french = frenchOf(installed);
  const first = new Map(french.toReversed().map((said) => [said.name, said]));
  const unread = unreadLists(installed).map(({ component, element }) =>
    problemAt(component, element, 'is not known to translatable.ts'),
  );
  const dangling = french.flatMap((said) => {
    const { component, element, name } = said;
    if (!known.has(name)) return [problemAt(component, element, `${name} is not in the package`)];
    return first.get(name) === said ? [] : [problemAt(component, element, `${name} is said twice`)];
  });
  return [...unread, ...dangling];
}

/** Sentences are not left in English. */
export function frenchIsFrench(installed: Package): Problem[] {
  const english = new Map(wordingsOf(installed).map(({ name, words }) => [name, words]));
  return frenchOf(installed)
    .filter(({ name, words }) => /: (help|message|description)$/.test(name) && words === english.get(name))
    .map(({ component, element, name }) => problemAt(component, element, `${name} is the English one`));
}

/** French needs to know of an object whether it is a he or a she, and whether it begins with a vowel. */
export function objectsHaveAGender(installed: Package): Problem[] {
  return ofType(installed, 'CustomObjectTranslation')
    .filter(({ fullName }) => !isStandard(fullName.replace(/-fr$/, '')))
    .flatMap((object) => [
      ...(['Feminine', 'Masculine'].includes(text(object.content, 'gender') ?? '')
        ? []
        : [problemAt(object, 'gender', 'is neither feminine nor masculine')]),
      ...(['Consonant', 'Vowel'].includes(text(object.content, 'startsWith') ?? '')
        ? []
        : [problemAt(object, 'startsWith', 'is neither a consonant nor a vowel')]),
    ]);
}
