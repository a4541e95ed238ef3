import type { DeployProblem, OrgMetadata } from '../salesforce/org-metadata.ts';
import { compareWithOrg, defaultsFolder, frenchDefaultsFolder } from './default-components.ts';
import type { DefaultComponent } from './default-components.ts';
import { SourcePackage } from './source-package.ts';

/** What became of the defaults. */
export interface DefaultsReport {
  /** Full names of what was put into the org now. */
  installed: string[];
  /** Full names of what the org had already: it was not touched. */
  kept: string[];
  french: FrenchWords;
}

/** The French words of the defaults; the org leaves them out where French is not enabled, and says so. */
export type FrenchWords = { state: 'installed' | 'notNeeded' } | { state: 'leftOut'; problem: string };

/** The org did not take the defaults; nothing of them was installed. */
export class DefaultsRefused extends Error {
  readonly problems: readonly DeployProblem[];

  constructor(problems: readonly DeployProblem[]) {
    super(inWords(problems));
    this.name = 'DefaultsRefused';
    this.problems = problems;
  }
}

/**
 * Puts the settings and alert rules that Rapport comes with into an org: only those that the org does not have. They
 * belong to the admin from then on, which is why they are not part of the package: an upgrade of an unlocked package
 * overwrites its components, and creates deleted ones anew.
 * @param projectRoot folder that holds `config/defaults`
 * @throws DefaultsRefused, SalesforceFailure
 */
export async function installDefaults(metadata: OrgMetadata, projectRoot: string): Promise<DefaultsReport> {
  const defaults = await SourcePackage.read(defaultsFolder(projectRoot));
  const { missing, installed } = await compareWithOrg(metadata, defaults.names);
  const namesOf = (components: readonly DefaultComponent[]) => components.map(({ fullName }) => fullName);
  const kept = namesOf(installed);
  if (missing.length === 0) return { installed: [], kept, french: { state: 'notNeeded' } };
  const problems = await metadata.deploy(await defaults.zip(missing));
  if (problems.length > 0) throw new DefaultsRefused(problems);
  return { installed: namesOf(missing), kept, french: await installFrench(metadata, projectRoot, missing) };
}

/** The French message of a rule belongs to the rule: it goes in when the rule does. */
async function installFrench(
  metadata: OrgMetadata,
  projectRoot: string,
  installed: readonly DefaultComponent[],
): Promise<FrenchWords> {
  if (!installed.some(({ type }) => type === 'ValidationRule')) return { state: 'notNeeded' };
  const french = await SourcePackage.read(frenchDefaultsFolder(projectRoot));
  const problems = await metadata.deploy(await french.zip(french.names));
  return problems.length === 0 ? { state: 'installed' } : { state: 'leftOut', problem: inWords(problems) };
}

/** Problems as one text, each said once with all that it is about. */
function inWords(problems: readonly DeployProblem[]): string {
  return [...Map.groupBy(problems, ({ problem }) => problem)]
    .map(([problem, components]) => {
      const names = components.map(({ fullName }) => fullName).join(', ');
      return names === '' ? problem : `${names}: ${problem}`;
    })
    .join('; ');
}
