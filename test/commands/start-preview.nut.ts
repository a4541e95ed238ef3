import { expect } from 'chai';
import { startTestOrg } from '../support/test-org.ts';
import type { TestOrg } from '../support/test-org.ts';
import { Desk, findTwoFreePorts } from './run-command.ts';

describe('sf rapport start preview', () => {
  let desk: Desk;
  let org: TestOrg;
  let port: number;

  before(async () => {
    desk = new Desk();
    org = await startTestOrg(() => new Date());
    port = await findTwoFreePorts();
  });
  after(async () => {
    await org.close();
    desk.clear();
  });

  const start = (token: string) =>
    desk.start(['start', 'preview', '--port', String(port), '--target-org', token], {
      SF_ORG_INSTANCE_URL: org.localOrg.url,
    });

  it('shows the accounts of any org and their pages, as the user who is logged in, until Ctrl-C', async () => {
    const [accountId = ''] = await org.create('Account', { Name: 'Brückner & Söhne' });
    const command = start(org.localOrg.issueSession('kam@norvale.example'));
    await command.says('Ctrl-C');
    const list = await (await fetch(`http://localhost:${port}/`)).text();
    expect(list).to.include('Brückner &amp; Söhne').and.include('Martin Keller');
    const page = await (await fetch(`http://localhost:${port}/accounts/${accountId}`)).text();
    expect(page)
      .to.include('Brückner &amp; Söhne')
      .and.match(/<script type="module" src="\/scripts\//);
    expect(list + page, 'a token on a page').to.not.match(/00D\w{12,15}!/);
    command.child.kill('SIGINT');
    expect((await command.end).code).to.equal(0);
  });

  it('says what to do when the login has ended', async () => {
    const token = org.localOrg.issueSession('kam@norvale.example');
    const { code, text } = await start(`${token.slice(0, -4)}xxxx`).end;
    expect(code).to.equal(1);
    expect(text).to.include('Try this');
  });
});
