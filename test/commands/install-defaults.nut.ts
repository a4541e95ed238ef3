import { expect } from 'chai';
import type { DefaultsReport } from '../../src/installation/install-defaults.ts';
import { startLocalOrg } from '../../src/local-org/start.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { adminUser, startInstalledOrg } from '../installation/installed-org.ts';
import { Desk } from './run-command.ts';
import type { ErrorDocument } from './run-command.ts';

describe('sf rapport install defaults', () => {
  let desk: Desk;
  let org: Awaited<ReturnType<typeof startInstalledOrg>>;

  beforeEach(async () => {
    desk = new Desk();
    org = await startInstalledOrg();
  });
  afterEach(async () => {
    desk.clear();
    await org.close();
  });

  const as = (username: string, localOrg: LocalOrg): [args: string[], env: Record<string, string>] => [
    ['install', 'defaults', '--target-org', localOrg.issueSession(username)],
    { SF_ORG_INSTANCE_URL: localOrg.url },
  ];
  const settings = () =>
    org.query<{ DeveloperName: string }>('SELECT DeveloperName FROM Feedback_Setting__mdt');

  it('names what it installed, and whose it is from now on; a second time it keeps all of it', async () => {
    const first = await desk.run(...as(adminUser, org.localOrg));
    expect(first.code, first.text).to.equal(0);
    expect(first.stdout.match(/^Installed .+$/gm)).to.have.lengthOf(8);
    expect(first.text).to.include('Installed Feedback_Setting.Default');
    expect(first.text).to.include('Installed Opportunity.Feedback_Lost_Deal_Needs_Outcome');
    expect(first.text).to.include('Edit them in Setup > Custom Metadata Types');
    expect(await settings()).to.have.lengthOf(1);

    const second = await desk.run(...as(adminUser, org.localOrg));
    expect(second.code, second.text).to.equal(0);
    expect(second.stdout.match(/^Kept as it is: .+$/gm)).to.have.lengthOf(8);
    expect(second.text).to.not.include('Installed ').and.not.include('Edit them');
  });

  it('gives its report as JSON', async () => {
    const { code, json } = await desk.runJson<{ status: number; result: DefaultsReport }>(
      ...as(adminUser, org.localOrg),
    );
    expect([code, json.status]).to.deep.equal([0, 0]);
    expect(json.result.installed).to.include('Feedback_Setting.Default').and.have.lengthOf(8);
    expect(json.result).to.deep.include({ kept: [], french: { state: 'installed' } });
  });

  it('is refused to a user who may not change the setup, and says what is needed', async () => {
    const { code, text } = await desk.run(...as('rep@norvale.example', org.localOrg));
    expect(code, text).to.equal(1);
    expect(text).to.include('Error (SetupRefusedError): The org refused the request (INSUFFICIENT_ACCESS:');
    expect(text).to.include('Try this: Log in as an administrator').and.not.include('outbox');
    expect(await settings()).to.deep.equal([]);
  });

  it('installs nothing in an org without the package, and says what comes first', async () => {
    const options = { directory: undefined, projects: [], port: 0, clock: () => new Date() };
    const bare = await startLocalOrg(options);
    try {
      const { code, json } = await desk.runJson<ErrorDocument>(...as(adminUser, bare));
      expect(code).to.equal(1);
      expect(json.name).to.equal('DefaultsRefusedError');
      expect(json.message).to.include('none of them was installed');
      // each reason once, with what it concerns
      expect(json.message.match(/no CustomObject named Feedback_Alert_Rule__mdt found/g)).to.have.lengthOf(1);
      expect(json.actions[0]).to.include('Deploy the package first');
    } finally {
      await bare.close();
    }
  });

  it('with a login that has ended says so', async () => {
    const [args, env] = as(adminUser, org.localOrg);
    const { code, text } = await desk.run([...args.slice(0, -1), `${args.at(-1)}x`], env);
    expect(code, text).to.equal(1);
    expect(text)
      .to.include('Error (SetupSessionError): The login to the org has ended')
      .and.not.include('outbox');
  });
});
