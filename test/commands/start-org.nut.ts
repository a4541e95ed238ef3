import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { Desk, findTwoFreePorts, listen } from './run-command.ts';
import type { RunningCommand } from './run-command.ts';

describe('sf rapport start org', () => {
  let desk: Desk;
  let port: number;
  const running: RunningCommand[] = [];

  const start = (...args: string[]) => {
    const command = desk.start(['start', 'org', '--port', String(port), ...args]);
    running.push(command);
    return command;
  };
  const stop = async (command: RunningCommand) => {
    command.child.kill('SIGINT');
    return command.end;
  };
  const page = async () => {
    const answer = await fetch(`http://localhost:${port + 1}/`);
    return { status: answer.status, text: await answer.text() };
  };

  before(async () => {
    desk = new Desk();
    port = await findTwoFreePorts();
  });
  after(async () => {
    for (const { child, end } of running) {
      if (child.exitCode === null) child.kill('SIGKILL');
      await end.catch(() => undefined);
    }
    desk.clear();
  });

  describe('while it runs', () => {
    let command: RunningCommand;
    const loginToken = () => /SF_ACCESS_TOKEN='(\S+)'/.exec(command.stdout())?.[1] ?? '';

    before(async () => {
      command = start();
      await command.says('Ctrl-C stops everything.');
    });

    it('has said where everything is, and how to log in', () => {
      const said = command.stdout();
      expect(said).to.include(`  http://localhost:${port + 1}\n`);
      expect(said).to.include(`The org is at http://localhost:${port}.`);
      expect(said).to.match(/Answers and invitations: [1-9]\d* taken in at this start, [1-9]\d* in the org/);
      expect(said).to.include('admin@norvale.example');
      expect(loginToken()).to.match(/^00D\w{12,15}!\S+$/);
    });

    it('answers on its page with the accounts', async () => {
      const { status, text } = await page();
      expect(status).to.equal(200);
      expect(text).to.include('Delacroix');
    });

    it('can be synced to with the login that it prints', async () => {
      const outbox = /--outbox (\S+)/.exec(command.stdout())?.[1] ?? '';
      const sync = await desk.run(['sync', 'responses', '--target-org', loginToken(), '--outbox', outbox], {
        SF_ORG_INSTANCE_URL: `http://localhost:${port}`,
      });
      expect(sync.code, sync.text).to.equal(0);
      expect(sync.text).to.include('0 confirmed by the org.').and.include('are set aside');
    });

    it('has its folder for itself: a second one there says so, whatever its port', async () => {
      const second = await desk.run(['start', 'org', '--port', String(await findTwoFreePorts())]);
      expect(second.code, second.text).to.equal(1);
      expect(second.text).to.include('Error (DirectoryInUseError)').and.include('is already running');
      expect(second.text).to.include('--directory .rapport-2 --port 7800');
      expect((await page()).status).to.equal(200);
    });

    it('keeps no token in the files of its folder', () => {
      const secret = loginToken().split('!')[1] ?? loginToken();
      for (const file of ['demo.json', 'outbox.sqlite', 'org/org.sqlite']) {
        const content = readFileSync(desk.path(`.rapport/demo/${file}`)).toString('latin1');
        expect(content.includes(secret), file).to.equal(false);
      }
    });

    it('ends with 0 at Ctrl-C, and says so', async () => {
      const { code, stdout, stderr } = await stop(command);
      expect(code, stderr).to.equal(0);
      expect(stdout.trimEnd()).to.match(/Stopping …$/);
      expect(stderr).to.equal('');
    });

    it('goes on from what is on disk when it is started again, and takes nothing in twice', async () => {
      const inOrg = / (\d+) in the org/.exec(command.stdout())?.[1];
      const second = start();
      await second.says('Ctrl-C stops everything.');
      expect(second.stdout()).to.include(`: 0 taken in at this start, ${inOrg} in the org`);
      expect(second.stdout()).to.not.include('Loading the demo company');
      expect((await stop(second)).code).to.equal(0);
    });

    it('starts anew with --reset', async () => {
      const second = start('--reset');
      await second.says('Ctrl-C stops everything.');
      expect(second.stdout()).to.include('Loading the demo company');
      const takenIn = (said: string) => /invitations: (\d+) taken in/.exec(said)?.[1];
      expect(takenIn(second.stdout())).to.equal(takenIn(command.stdout()));
      second.child.kill('SIGTERM');
      expect((await second.end).code).to.equal(0);
    });
  });

  describe('as it starts', () => {
    it('gives one JSON document when everything is up, and runs on until it is stopped', async () => {
      const command = start('--json');
      await command.says('"warnings"');
      expect((await page()).status).to.equal(200);
      const { code, stdout } = await stop(command);
      expect(code).to.equal(0);
      const { status, result } = JSON.parse(stdout) as {
        status: number;
        result: { orgUrl: string; pageUrl: string; users: { username: string; part: string }[] };
      };
      expect(status).to.equal(0);
      expect(result).to.deep.include({
        orgUrl: `http://localhost:${port}`,
        pageUrl: `http://localhost:${port + 1}`,
      });
      expect(result.users.map(({ part }) => part)).to.have.members([
        'rep',
        'kam',
        'leader',
        'admin',
        'integration',
      ]);
    });

    it('on a port that is taken, or with a taken port for its page, starts nothing and names the way out', async () => {
      for (const taken of [port, port + 1]) {
        const other = await listen(taken);
        const { code, text } = await desk.run(['start', 'org', '--port', String(port)]);
        await new Promise((resolve) => other.close(resolve));
        expect(code, text).to.equal(1);
        expect(text).to.include(`Error (PortTakenError): Port ${taken} is in use by another program`);
        expect(text).to.include(`npm start -- --port ${taken + 100}`);
      }
    });

    it('stopped while it still starts ends quietly, and the next start is whole', async () => {
      const command = start('--reset');
      await command.says('Loading the demo company');
      const { stderr } = await stop(command);
      expect(stderr).to.equal('');
      const second = start();
      await second.says('Ctrl-C stops everything.');
      expect(second.stdout()).to.match(/: [1-9]\d* taken in at this start, [1-9]\d* in the org/);
      expect((await stop(second)).code).to.equal(0);
    });
  });
});
