/**
 * Installs Rapport in an org by the steps of the README, in their order: `npm run install:org -- --target-org my-org`.
 * It ends at the first step that fails; after its cause is corrected, start it again: each step may be repeated.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A step of the installation: what it is for, and its command. */
export interface InstallStep {
  title: string;
  command: string[];
}

/**
 * The steps that a machine can do; those in Setup are the admin's.
 * @param org alias or username of the org, as the Salesforce CLI knows it
 * @param french whether French is enabled in the org: its words are refused where it is not
 */
export function installSteps(org: string, french: boolean): InstallStep[] {
  const deploy = (title: string, folder: string): InstallStep => ({
    title,
    command: ['sf', 'project', 'deploy', 'start', '--source-dir', folder, '--target-org', org],
  });
  return [
    { title: 'Build the plugin', command: ['npm', 'run', 'build'] },
    { title: 'Add the plugin to the Salesforce CLI', command: ['sf', 'plugins', 'link', '.'] },
    deploy('Deploy the package', 'force-app/main'),
    ...(french ? [deploy('Deploy the French words', 'force-app/french')] : []),
    {
      title: 'Install the settings and alert rules',
      command: ['sf', 'rapport', 'install', 'defaults', '--target-org', org],
    },
    {
      title: 'Give yourself the permission set of the administrator',
      command: ['sf', 'org', 'assign', 'permset', '--name', 'Feedback_Admin', '--target-org', org],
    },
    { title: 'Check the installation', command: ['sf', 'rapport', 'validate', 'org', '--target-org', org] },
  ];
}

const usage = 'npm run install:org -- --target-org <alias or username> [--french] [--dry-run]';

function install(): number {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        'target-org': { type: 'string', short: 'o' },
        french: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    console.error(`${(error as Error).message}\nUse: ${usage}`);
    return 2;
  }
  const org = values['target-org'];
  if (org === undefined || org === '') {
    console.error(`Which org? Use: ${usage}`);
    return 2;
  }
  const steps = installSteps(org, values.french);
  for (const [index, { title, command }] of steps.entries()) {
    console.log(`\n${index + 1}/${steps.length} ${title}\n$ ${command.join(' ')}`);
    if (values['dry-run']) continue;
    // without a shell a name such as "my org; rm" stays a name; on Windows the commands are scripts that need one
    const { status, error } = spawnSync(command[0]!, command.slice(1), {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    if (status === 0) continue;
    const isOnlyCheck = index === steps.length - 1 && error === undefined;
    console.error(
      isOnlyCheck
        ? '\nEverything is installed. Do what the check says, and the steps in Setup that the README names.'
        : `\nThe step "${title}" failed${error === undefined ? '' : `: ${error.message}`}. Correct the cause and start again: each step may be repeated.`,
    );
    return status ?? 1;
  }
  if (!values['dry-run']) console.log('\nDone. Now the steps in Setup that the README names.');
  return 0;
}

if (process.argv[1] === import.meta.filename) process.exitCode = install();
