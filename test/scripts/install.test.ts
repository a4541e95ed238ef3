import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { installSteps } from '../../scripts/install.ts';
import { projectRoot } from '../support/test-org.ts';

describe('the script that installs Rapport in an org', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rapport-install-'));
    // stands for both commands: notes how it was called, and fails where it is told to
    for (const name of ['sf', 'npm']) {
      const script = `#!/bin/sh\necho "${name} $*" >> "${folder}/calls"\ncase "$*" in *"$FAILS_AT"*) exit 3;; esac\n`;
      writeFileSync(join(folder, name), script);
      chmodSync(join(folder, name), 0o755);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (args: string[], failsAt = 'nowhere') => {
    const env = { ...process.env, PATH: `${folder}:/usr/bin:/bin`, FAILS_AT: failsAt };
    const script = join(projectRoot, 'scripts', 'install.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
      env,
      encoding: 'utf8',
    });
    const calls = join(folder, 'calls');
    const made = existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [];
    return { status, text: `${stdout}${stderr}`, made };
  };
  const commands = (org: string, french: boolean) =>
    installSteps(org, french).map(({ command }) => command.join(' '));

  it('does the steps of the README, in their order', () => {
    const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
    const install = readme.slice(readme.indexOf('## Install it'), readme.indexOf('### In Setup'));
    const told = [...install.matchAll(/^ *((?:sf|npm) .*)$/gm)].flatMap(([, line = '']) =>
      line.split(' && '),
    );
    // npm ci has brought the script's own Node along, so it is over when the script starts
    expect(told.filter((line) => line !== 'npm ci')).to.include.members(commands('my-org', true));
    const inOrder = told.filter((line) => commands('my-org', true).includes(line));
    expect(inOrder).to.deep.equal(commands('my-org', true));
  });

  it('does them in the org that is named, with French where it is asked for', function () {
    if (process.platform === 'win32') this.skip();
    expect(run(['--target-org', 'acme', '--french'])).to.deep.include({
      status: 0,
      made: commands('acme', true),
    });
    rmSync(join(folder, 'calls'));
    expect(run(['-o', 'acme']).made).to.deep.equal(commands('acme', false));
  });

  it('ends at the first step that fails, and says which', function () {
    if (process.platform === 'win32') this.skip();
    const { status, text, made } = run(['--target-org', 'acme'], 'force-app/main');
    expect(status).to.equal(3);
    expect(made).to.have.lengthOf(3);
    expect(text).to.include('The step "Deploy the package" failed.');
  });

  it('only shows the steps on a dry run, and runs nothing without an org', () => {
    const dry = run(['--target-org', 'acme', '--dry-run']);
    expect(dry).to.deep.include({ status: 0, made: [] });
    expect(dry.text).to.include('$ sf project deploy start --source-dir force-app/main --target-org acme');
    expect(run([])).to.deep.include({ status: 2, made: [] });
    expect(run(['--org', 'acme'])).to.deep.include({ status: 2, made: [] });
  });

  it('takes a name with signs of the shell in it as a name', function () {
    if (process.platform === 'win32') this.skip();
    const { made } = run(['--target-org', 'acme; touch x']);
    expect(made.at(-1)).to.equal('sf rapport validate org --target-org acme; touch x');
    expect(made).to.have.lengthOf(commands('acme', false).length);
  });
});
