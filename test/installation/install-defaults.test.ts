import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { DefaultsRefused, installDefaults } from '../../src/installation/install-defaults.ts';
import { startLocalOrg } from '../../src/local-org/start.ts';
import { findSettings } from '../../src/salesforce/settings.ts';
import { projectRoot } from '../support/test-org.ts';
import { signInTo, startInstalledOrg } from './installed-org.ts';

const settings = 'Feedback_Setting.Default';
const rule = 'Opportunity.Feedback_Lost_Deal_Needs_Outcome';

describe('installing the defaults', () => {
  let org: Awaited<ReturnType<typeof startInstalledOrg>>;
  let folder: string;
  beforeEach(async () => {
    org = await startInstalledOrg();
    folder = mkdtempSync(join(tmpdir(), 'rapport-defaults-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    await org.close();
  });

  /** Changes a setting as an admin does in Setup. */
  const edit = async (field: string, value: string) => {
    const file = 'Feedback_Setting.Default.md-meta.xml';
    const text = readFileSync(join(projectRoot, 'config', 'defaults', 'customMetadata', file), 'utf8');
    const edited = text.replace(
      new RegExp(`(<field>${field}</field>\\s*<value xsi:type="[^"]*">)[^<]*`),
      (_, before: string) => `${before}${value}`,
    );
    expect(edited).not.to.equal(text);
    mkdirSync(join(folder, 'customMetadata'), { recursive: true });
    writeFileSync(join(folder, 'customMetadata', file), edited);
    expect(await org.admin.deploy(folder)).to.deep.equal([]);
  };
  const recordsOf = async (type: string) =>
    (await org.admin.org.query<{ DeveloperName: string }>(`SELECT DeveloperName FROM ${type}`)).map(
      ({ DeveloperName }) => DeveloperName,
    );

  it('puts the settings, the alert rules and the rule for lost deals into an org that has none', async () => {
    const report = await installDefaults(org.admin.metadata, projectRoot);
    const stories = 'Feedback_Story__c.Published_Stories_For_Everyone';
    expect(report.installed).to.include.members([settings, rule, stories]);
    expect(report.installed).to.have.lengthOf(8);
    expect(report.kept).to.deep.equal([]);
    expect(await findSettings(org.admin.org)).to.deep.equal({ windowDays: 365, silenceDays: 14 });
    expect(await recordsOf('Feedback_Alert_Rule__mdt')).to.have.lengthOf(5);
  });

  it('keeps what an admin has edited, through an upgrade of the package and a second installation', async () => {
    await installDefaults(org.admin.metadata, projectRoot);
    await edit('Window_Days__c', '180');
    // the upgrade: a new version of the package, deployed over the old one
    const upgrade = join(folder, 'upgrade');
    cpSync(join(projectRoot, 'force-app', 'main'), upgrade, { recursive: true });
    const path = join(upgrade, 'default/objects/Feedback_Setting__mdt/Feedback_Setting__mdt.object-meta.xml');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('<description>', '<description>Version 2. '));
    expect(await org.admin.deploy(upgrade)).to.deep.equal([]);
    expect(await installDefaults(org.admin.metadata, projectRoot)).to.deep.include({
      installed: [],
      french: { state: 'notNeeded' },
    });
    expect(await findSettings(org.admin.org)).to.deep.equal({ windowDays: 180, silenceDays: 14 });
  });

  it('adds only what is missing', async () => {
    const path = join(projectRoot, 'config', 'defaults', 'customMetadata');
    mkdirSync(join(folder, 'customMetadata'));
    const file = 'Feedback_Alert_Rule.Action_Late.md-meta.xml';
    cpSync(join(path, file), join(folder, 'customMetadata', file));
    expect(await org.admin.deploy(folder)).to.deep.equal([]);
    const { installed, kept } = await installDefaults(org.admin.metadata, projectRoot);
    expect(kept).to.deep.equal(['Feedback_Alert_Rule.Action_Late']);
    expect(installed).to.have.lengthOf(7);
    expect(await recordsOf('Feedback_Alert_Rule__mdt')).to.have.lengthOf(5);
  });

  it('installs nothing, and says why, in an org without the package', async () => {
    const bare = await startLocalOrg({
      directory: undefined,
      projects: [],
      port: 0,
      clock: () => new Date(),
    });
    try {
      const { metadata } = await signInTo(bare);
      const refusal = await installDefaults(metadata, projectRoot).catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(DefaultsRefused);
      expect((refusal as Error).message).to.include('Feedback_Setting');
      expect((await metadata.list(['CustomMetadata'])).CustomMetadata).to.deep.equal(new Set());
    } finally {
      await bare.close();
    }
  });

  it('is refused to a user who may not change the setup', async () => {
    const { metadata } = await signInTo(org.localOrg, 'rep@norvale.example');
    const refusal = await installDefaults(metadata, projectRoot).catch((error: unknown) => error);
    expect(refusal).to.have.property('kind', 'refused');
    expect(await recordsOf('Feedback_Setting__mdt')).to.deep.equal([]);
  });
});
