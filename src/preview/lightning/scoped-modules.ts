import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The text of a module `@salesforce/…`. What depends on who looks (labels, locale, user) is looked up when the page
 * loads, so that one build serves every user and language.
 * Source: LWC Developer Guide, "@salesforce Modules".
 * @param baseComponents folder of lightning-base-components, which brings values of its own for some modules
 * @throws Error for a module that does not exist, or that only Salesforce has
 */
export async function scopedModule(
  specifier: string,
  baseComponents: string,
  labelNames: ReadonlySet<string>,
): Promise<string> {
  const [, kind = '', ...path] = specifier.split('/');
  const rest = path.join('/');
  const usual = await usualValue(specifier, baseComponents);
  switch (kind) {
    case 'label':
      return labelModule(rest, usual, labelNames);
    case 'schema':
      return schemaModule(rest);
    case 'i18n':
    case 'user':
    case 'client':
    case 'userPermission':
    case 'customPermission':
      return fromSession(kind, rest, usual);
    case 'gate':
      return 'export default { isOpen: () => true };';
    case 'accessCheck':
      return 'export default true;';
    case 'internal':
      return `export default ${usual ?? '""'};`;
    default:
      throw new Error(`${specifier} is not available outside Salesforce.`);
  }
}

function labelModule(name: string, usual: string | undefined, labelNames: ReadonlySet<string>): string {
  const isCustom = name.startsWith('c.');
  if (isCustom ? !labelNames.has(name.slice(2)) : usual === undefined) {
    throw new Error(`There is no ${isCustom ? 'custom label' : 'label'} ${name}.`);
  }
  return fromSession('labels', name, usual);
}

/** `Account.Name`, `Contact.Account.Name` or `Account`. Source: LWC guide, "Import References to Objects and Fields". */
function schemaModule(reference: string): string {
  const [objectApiName, ...path] = reference.split('.');
  const value = path.length === 0 ? { objectApiName } : { fieldApiName: path.join('.'), objectApiName };
  return `export default ${JSON.stringify(value)};`;
}

function fromSession(kind: string, name: string, otherwise: string | undefined): string {
  const value = `sessionValue(${JSON.stringify(kind)}, ${JSON.stringify(name)}, ${otherwise ?? 'undefined'})`;
  return `import { sessionValue } from 'preview/session';\nexport default ${value};`;
}

/** The value that lightning-base-components brings for a scoped module, as the text of an expression. */
async function usualValue(specifier: string, baseComponents: string): Promise<string | undefined> {
  const file = join(baseComponents, 'scopedImports', `${specifier.replaceAll('/', '-')}.js`);
  if (!existsSync(file)) return undefined;
  const text = await readFile(file, 'utf8');
  const marker = 'export default';
  return text
    .slice(text.indexOf(marker) + marker.length)
    .replace(/;\s*$/, '')
    .trim();
}
