import { expect } from 'chai';
import { installDefaults } from '../../src/installation/install-defaults.ts';
import { validateOrg } from '../../src/installation/validate-org.ts';
import type { Check, Finding } from '../../src/installation/finding.ts';
import { startLocalOrg } from '../../src/local-org/start.ts';
import { integrationUser, projectRoot } from '../support/test-org.ts';
import { signInTo, startInstalledOrg } from './installed-org.ts';
import type { Admin } from './installed-org.ts';

const version = '0.1.0';
const programme = { contacts: 1000, wavesPerYear: 2, responseRate: 0.4, questions: 5, years: 3 };

describe('validating an org', () => {
  let org: Awaited<ReturnType<typeof startInstalledOrg>>;
  beforeEach(async () => {
    org = await startInstalledOrg();
    await installDefaults(org.admin.metadata, projectRoot);
    await org.create('Account', { Name: 'Brückner & Söhne' });
  });
  afterEach(() => org.close());

  const validate = ({ org: data, metadata }: Admin = org.admin, changes: object = {}) =>
    validateOrg({ org: data, metadata, projectRoot, version, programme, ...changes });
  const codesOf = (findings: Finding[], check: Check) =>
    findings.filter((finding) => finding.check === check).map(({ code }) => code);
  const troubles = (findings: Finding[]) => findings.filter(({ status }) => status !== 'ok');
  /** Takes a permission set from everyone who has it. */
  const takeAway = async (name: string) => {
    const rows = await org.query<{ Id: string }>(
      `SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = '${name}'`,
    );
    for (const { Id } of rows) await org.remove('PermissionSetAssignment', Id);
  };

  it('finds nothing to do where everything is installed', async () => {
    const findings = await validate();
    expect(troubles(findings)).to.deep.equal([]);
    expect([...new Set(findings.map(({ check }) => check))]).to.deep.equal([
      'components',
      'version',
      'defaults',
      'permissionSets',
      'integrationUser',
      'lightningWebSecurity',
      'personAccounts',
      'apiCalls',
      'storage',
    ]);
  });

  it('names the permission set that was taken away', async () => {
    await takeAway('Feedback_Rep');
    expect(troubles(await validate())).to.deep.equal([
      { check: 'permissionSets', status: 'warning', code: 'permissionSetUnused', values: ['Feedback_Rep'] },
    ]);
    await takeAway('Feedback_Integration');
    expect(troubles(await validate())).to.deep.include({
      check: 'permissionSets',
      status: 'failed',
      code: 'permissionSetUnused',
      values: ['Feedback_Integration'],
    });
  });

  it('names each component that is missing in an org without the package', async () => {
    const bare = await startLocalOrg({
      directory: undefined,
      projects: [],
      port: 0,
      clock: () => new Date(),
    });
    try {
      const findings = await validate(await signInTo(bare));
      const objects = findings.find(({ values }) => values[0] === 'CustomObject');
      expect(objects).to.include({ check: 'components', status: 'failed', code: 'componentsMissing' });
      expect(objects?.values[1]).to.include('Feedback_Response__c').and.include('Feedback_Setting__mdt');
      expect(codesOf(findings, 'version')).to.deep.equal(['versionUnknown']);
      expect(codesOf(findings, 'defaults')).to.deep.equal(['defaultsMissing']);
      // the storage can be estimated all the same
      expect(codesOf(findings, 'storage')).to.deep.equal(['storageEnough']);
    } finally {
      await bare.close();
    }
  });

  it('tells an older package from a newer one', async () => {
    expect(codesOf(await validate(org.admin, { version: '0.2.0' }), 'version')).to.deep.equal([
      'versionOlder',
    ]);
    expect(codesOf(await validate(org.admin, { version: '0.0.9' }), 'version')).to.deep.equal([
      'versionNewer',
    ]);
  });

  it('says so when several users could write answers as if customers had given them', async () => {
    const [user] = await org.query<{ Id: string }>(
      "SELECT Id FROM User WHERE Username = 'rep@norvale.example'",
    );
    const [set] = await org.query<{ Id: string }>(
      "SELECT Id FROM PermissionSet WHERE Name = 'Feedback_Integration'",
    );
    await org.create('PermissionSetAssignment', { AssigneeId: user!.Id, PermissionSetId: set!.Id });
    const finding = (await validate()).find(({ code }) => code === 'integrationUsersMany');
    expect(finding).to.include({ status: 'warning' });
    expect(finding?.values[0]).to.include('Sophie Lambert').and.include('Rapport Integration');
  });

  it('warns when few API calls are left, and when the programme does not fit', async () => {
    const used = async (): Promise<number> => {
      const { DailyApiRequests: calls } = await org.admin.org.limits();
      return calls!.Max - calls!.Remaining;
    };
    const before = await used();
    expect(codesOf(await validate(), 'apiCalls')).to.deep.equal(['apiCallsLeft']);
    const after = await used();
    // just enough to validate once more
    org.localOrg.setDailyApiLimit(after + (after - before));
    const findings = await validate(org.admin, { programme: { ...programme, contacts: 50_000_000 } });
    expect(codesOf(findings, 'apiCalls')).to.deep.equal(['apiCallsFew']);
    expect(codesOf(findings, 'storage')).to.deep.equal(['storageShort']);
  });

  it('says what it could not check for a user who may not see the setup, and checks the rest', async () => {
    const findings = await validate(await signInTo(org.localOrg, integrationUser));
    expect(findings.find(({ check }) => check === 'components')).to.include({
      status: 'failed',
      code: 'notChecked',
    });
    expect(codesOf(findings, 'apiCalls')).to.deep.equal(['apiCallsLeft']);
  });
});
