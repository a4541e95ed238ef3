import { join } from 'node:path';
import { expect } from 'chai';
import type { ValidateOrgResult } from '../../src/commands/rapport/validate/org.ts';
import { installDefaults } from '../../src/installation/install-defaults.ts';
import { readPackageContents } from '../../src/installation/package-contents.ts';
import { startLocalOrg } from '../../src/local-org/start.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { adminUser, signInTo, startInstalledOrg } from '../installation/installed-org.ts';
import { integrationUser, projectRoot } from '../support/test-org.ts';
import { Desk } from './run-command.ts';
import type { CommandEnd, ErrorDocument } from './run-command.ts';

interface Document {
  status: number;
  result: ValidateOrgResult;
}

describe('sf rapport validate org', () => {
  let desk: Desk;
  let org: Awaited<ReturnType<typeof startInstalledOrg>>;
  let bare: LocalOrg;

  before(async () => {
    org = await startInstalledOrg();
    await installDefaults(org.admin.metadata, projectRoot);
    await org.create('Account', { Name: 'Brückner & Söhne' });
    const options = { directory: undefined, projects: [], port: 0, clock: () => new Date() };
    bare = await startLocalOrg(options);
  });
  after(async () => {
    await bare.close();
    await org.close();
  });
  beforeEach(() => {
    desk = new Desk();
  });
  afterEach(() => desk.clear());

  /** The arguments and the environment of the command, signed in as a user of an org. */
  const as = (
    username: string,
    localOrg: LocalOrg,
    ...flags: string[]
  ): [args: string[], env: Record<string, string>] => [
    ['validate', 'org', '--target-org', localOrg.issueSession(username), ...flags],
    // rows that no terminal wraps
    { SF_ORG_INSTANCE_URL: localOrg.url, OCLIF_TABLE_COLUMN_OVERRIDE: '200' },
  ];
  const linesOf = ({ stdout }: CommandEnd): string[] => stdout.split('\n').map((line) => line.trim());
  const assigned = (name: string): Promise<{ Id: string; AssigneeId: string; PermissionSetId: string }[]> =>
    org.query(
      `SELECT Id, AssigneeId, PermissionSetId FROM PermissionSetAssignment WHERE PermissionSet.Name = '${name}'`,
    );
  /** Does work while nobody has a permission set. */
  const without = async (name: string, work: () => Promise<void>): Promise<void> => {
    const rows = await assigned(name);
    for (const { Id } of rows) await org.remove('PermissionSetAssignment', Id);
    try {
      await work();
    } finally {
      await org.create(
        'PermissionSetAssignment',
        ...rows.map(({ AssigneeId, PermissionSetId }) => ({ AssigneeId, PermissionSetId })),
      );
    }
  };

  it('goes through an installation point by point, and has nothing to say where all is well', async () => {
    const { code, text } = await desk.run(...as(adminUser, org.localOrg));
    expect(code, text).to.equal(0);
    for (const row of [
      'Components ok All',
      'Version ok The package is of version 0.1.0, as this plugin.',
      'Defaults ok All 8 settings and rules that Rapport comes with are there.',
      'Permission sets ok Feedback_Integration: active users with it: 1',
      'Integration user ok Rapport Integration sees all accounts, contacts and opportunities.',
      'Integration user ok Rapport Integration may edit the records of Account that were changed last. Tried: 1',
      'Lightning Web Security ok',
      'Person accounts ok Person accounts are off.',
      'API calls ok 99,',
      'Data storage ok The org has no contact yet',
    ]) {
      expect(text).to.include(row);
    }
    expect(text).to.include('Rapport is installed as it should be.').and.not.include('What to do');
  });

  it('names a permission set that was taken away, with the command that gives it, and leaves the exit code at 0', async () => {
    await without('Feedback_Rep', async () => {
      const end = await desk.run(...as(adminUser, org.localOrg));
      expect(end.code, end.text).to.equal(0);
      expect(end.text).to.include('Permission sets warning Feedback_Rep: no active user has it.');
      // to be copied, whatever the width of the terminal
      expect(linesOf(end)).to.include(
        'sf org assign permset --name Feedback_Rep --on-behalf-of <user name> --target-org <alias>',
      );
      expect(end.text).to.include('Rapport works here. See the warnings.');
    });
  });

  it('fits its table into a narrow terminal', async () => {
    const [args, env] = as(adminUser, org.localOrg);
    const { stdout } = await desk.run(args, { ...env, OCLIF_TABLE_COLUMN_OVERRIDE: '80' });
    const rows = stdout.split('\n').filter((line) => /^[│┌├└]/.test(line));
    expect(rows).to.have.length.greaterThan(15);
    for (const row of rows) expect(row).to.have.lengthOf(80);
  });

  it('fails without the integration, with exit code 1, in JSON too', async () => {
    await without('Feedback_Integration', async () => {
      const { code, text } = await desk.run(...as(adminUser, org.localOrg));
      expect(code, text).to.equal(1);
      expect(text).to.include('Permission sets FAILED Feedback_Integration: no active user has it.');
      expect(text).to.include(
        'Give this permission set to the user that the server or the plugin logs in as:',
      );
      expect(text).to.include('Rapport does not work here as it should: see what FAILED.');

      const { code: jsonCode, json } = await desk.runJson<Document>(...as(adminUser, org.localOrg));
      expect(jsonCode).to.equal(1);
      expect(json.status).to.equal(1);
      expect(json.result.valid).to.equal(false);
      const failed = json.result.findings.filter(({ status }) => status === 'failed');
      expect(failed).to.have.lengthOf(1);
      expect(failed[0]).to.include({ check: 'permissionSets', code: 'permissionSetUnused' });
      expect(failed[0]?.message).to.equal('Feedback_Integration: no active user has it.');
      expect(failed[0]?.advice).to.include('sf org assign permset --name Feedback_Integration ');
    });
  });

  it('estimates the room for the programme that the flags describe', async () => {
    const flags = ['--contacts', '2000000', '--waves', '4', '--response-rate', '50', '--years', '5'];
    const { code, json } = await desk.runJson<Document>(...as(adminUser, org.localOrg, ...flags));
    expect([code, json.status, json.result.valid]).to.deep.equal([0, 0, true]);
    const storage = json.result.findings.find(({ check }) => check === 'storage');
    // 40 million invitations, 20 million answers with five details each, and 16 million plans and actions
    expect(storage).to.include({ status: 'warning', code: 'storageShort' });
    expect(storage?.message).to.equal(
      'Your programme makes about 176,000,060 records (343,751 MB) for 2,000,000 people in 5 years; only 10,239 MB are free.',
    );
    expect(storage?.advice).to.equal(
      'Buy data storage, ask fewer people, or keep answers for a shorter time.',
    );
  });

  it('says of an org without the package that it is not installed, and what to do first', async () => {
    const end = await desk.run(...as(adminUser, bare));
    expect(end.code, end.text).to.equal(1);
    expect(end.text).to.match(
      /Components FAILED The package is not installed: the org has none of its \d+ components\./,
    );
    const commands = linesOf(end).filter((line) => line.startsWith('sf '));
    const deploy = 'sf project deploy start --source-dir force-app/main --target-org <alias>';
    expect(commands.slice(0, 2)).to.deep.equal([deploy, 'sf rapport install defaults --target-org <alias>']);
    expect(commands.filter((line) => line === deploy)).to.have.lengthOf(1);
  });

  it('names the first components that are missing, and all of them in JSON', async () => {
    const { deploy } = await signInTo(bare);
    expect(await deploy(join(projectRoot, 'force-app/main/default/customPermissions'))).to.deep.equal([]);
    const objects = readPackageContents(projectRoot).CustomObject;
    const { code, text } = await desk.run(...as(adminUser, bare));
    expect(code, text).to.equal(1);
    expect(text).to.include(
      `Missing, of type CustomObject: ${objects.slice(0, 3).join(', ')} and ${objects.length - 3} more`,
    );
    expect(text).to.not.include('Missing, of type CustomPermission');

    const { json } = await desk.runJson<Document>(...as(adminUser, bare));
    const missing = json.result.findings.find(({ values }) => values[0] === 'CustomObject');
    expect(missing?.message).to.equal(`Missing, of type CustomObject: ${objects.join(', ')}`);
  });

  it('tells a user who may not see the setup what was not checked, and who can check it', async () => {
    const { code, text } = await desk.run(...as(integrationUser, org.localOrg));
    expect(code, text).to.equal(1);
    expect(text).to.include(
      'Components not checked The org did not let this be checked: INSUFFICIENT_ACCESS: use of the Metadata API',
    );
    expect(text).to.include('Integration user not checked');
    expect(text).to.include('Person accounts ok').and.include('- Run the command as an administrator.');
    expect(text).to.include('Not everything could be checked with this login.');
    expect(text).to.not.include('ERROR at Row');
  });

  it('with a login that has ended, or an org that does not answer, says so', async () => {
    const [args, env] = as(adminUser, org.localOrg);
    const ended = await desk.run([...args.slice(0, -1), `${args.at(-1)}x`], env);
    expect(ended.code, ended.text).to.equal(1);
    expect(ended.text).to.include(
      'Error (SetupSessionError): The login to the org has ended (INVALID_SESSION_ID: Session expired or invalid).',
    );
    expect(ended.text).to.include('Try this: Log in again with "sf org login"').and.not.include('outbox');

    const { code, json } = await desk.runJson<ErrorDocument>(args, {
      SF_ORG_INSTANCE_URL: 'http://localhost:9',
    });
    expect(code).to.equal(1);
    expect(json.name).to.equal('SetupUnreachableError');
    expect(json.message).to.include('The org does not answer').and.not.include('outbox');
    expect(json.actions[0]).to.include('Check the network');
  });
});
