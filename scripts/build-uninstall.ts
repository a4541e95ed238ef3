/**
 * Writes the manifests by which an admin takes the package and its defaults out of an org again, from the components
 * themselves, so that none is forgotten. The result is kept in git, since an admin deploys it from there.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readInstalledComponents } from './uninstall/installed-components.ts';
import { manifestXml } from './uninstall/manifest-xml.ts';
import { fatesOf, stageNames } from './uninstall/stages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What an installation puts into an org: the package and its defaults, without the French words of both. */
const installedFolders = ['force-app/main', 'config/defaults'].map((folder) => `${root}${folder}`);

/** The folder that holds the manifests and nothing else. */
export const uninstallFolder = new URL('../config/uninstall/', import.meta.url);

/**
 * The manifests: the text of each by the name of its file. `package.xml` names nothing: a deploy that only deletes wants
 * one beside what it deletes.
 */
export function uninstallManifests(): Map<string, string> {
  const { sourceApiVersion } = JSON.parse(readFileSync(`${root}sfdx-project.json`, 'utf8')) as {
    sourceApiVersion: string;
  };
  const components = readInstalledComponents(installedFolders);
  const fates = fatesOf(components);
  const inStage = (name: string) =>
    components.filter(({ type, fullName }) => {
      const fate = fates.get(`${type}:${fullName}`);
      return fate !== undefined && 'stage' in fate && fate.stage === name;
    });
  return new Map([
    ['package.xml', manifestXml([], sourceApiVersion)],
    ...stageNames.map((name): [string, string] => [
      `${name}.xml`,
      manifestXml(inStage(name), sourceApiVersion),
    ]),
  ]);
}

/** Writes the manifests anew, and prints how many. */
export function buildUninstall(): void {
  const files = uninstallManifests();
  rmSync(uninstallFolder, { recursive: true, force: true });
  mkdirSync(uninstallFolder);
  for (const [name, text] of files) writeFileSync(new URL(name, uninstallFolder), text);
  console.log(`Manifests of the uninstallation: ${files.size}, in config/uninstall`);
}

if (process.argv[1] === import.meta.filename) buildUninstall();
