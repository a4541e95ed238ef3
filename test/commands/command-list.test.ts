import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Config } from '@oclif/core';
import { expect } from 'chai';
import { projectRoot } from '../support/test-org.ts';

interface Project {
  version: string;
  oclif: { commands: string };
}

/** What scripts of users stand on: renaming a command or a flag, or making one required, breaks them. */
const promised: Record<string, string[]> = {
  'rapport display account': [
    '--account -a <option> required',
    '--flags-dir <option>',
    '--json',
    '--target-org -o <option> required',
  ],
  'rapport erase contact': [
    '--contact-id -c <option>',
    '--email -e <option>',
    '--flags-dir <option>',
    '--json',
    '--no-prompt',
    '--outbox <option> = .rapport/outbox.sqlite $RAPPORT_OUTBOX',
    '--target-org -o <option> required',
  ],
  'rapport import invitations': [
    '--encoding <option> = utf-8',
    '--file -f <option> required',
    '--flags-dir <option>',
    '--json',
    '--mapping -m <option> = invitations',
    '--outbox <option> = .rapport/outbox.sqlite $RAPPORT_OUTBOX',
    '--survey <option>',
  ],
  'rapport import responses': [
    '--encoding <option> = utf-8',
    '--file -f <option> required',
    '--flags-dir <option>',
    '--json',
    '--mapping -m <option> = plain',
    '--outbox <option> = .rapport/outbox.sqlite $RAPPORT_OUTBOX',
    '--survey <option>',
  ],
  'rapport install defaults': ['--flags-dir <option>', '--json', '--target-org -o <option> required'],
  'rapport report sync': [
    '--flags-dir <option>',
    '--json',
    '--outbox <option> = .rapport/outbox.sqlite $RAPPORT_OUTBOX',
  ],
  'rapport retry responses': [
    '--external-id -i <option>',
    '--flags-dir <option>',
    '--json',
    '--outbox <option> = .rapport/outbox.sqlite $RAPPORT_OUTBOX',
    '--reason -r <option>',
  ],
  'rapport start org': [
    '--directory -d <option> = .rapport/demo',
    '--flags-dir <option>',
    '--json',
    '--port -p <option> = 7700',
    '--reset',
  ],
  'rapport start preview': [
    '--flags-dir <option>',
    '--json',
    '--port -p <option> = 7702',
    '--target-org -o <option> required',
  ],
  'rapport start server': [
    '--client-id <option> $RAPPORT_CLIENT_ID',
    '--every <option> = 60',
    '--flags-dir <option>',
    '--host <option> = 127.0.0.1',
    '--instance-url <option> $RAPPORT_INSTANCE_URL',
    '--jwt-key-file <option> $RAPPORT_JWT_KEY_FILE',
    '--outbox <option> = .rapport/outbox.sqlite $RAPPORT_OUTBOX',
    '--port -p <option> = 7710',
    '--target-org -o <option>',
    '--username <option> $RAPPORT_USERNAME',
  ],
  'rapport sync responses': [
    '--client-id <option> $RAPPORT_CLIENT_ID',
    '--every <option> = 60',
    '--flags-dir <option>',
    '--instance-url <option> $RAPPORT_INSTANCE_URL',
    '--json',
    '--jwt-key-file <option> $RAPPORT_JWT_KEY_FILE',
    '--outbox <option> = .rapport/outbox.sqlite $RAPPORT_OUTBOX',
    '--retry-set-aside',
    '--target-org -o <option>',
    '--username <option> $RAPPORT_USERNAME',
    '--watch -w',
  ],
  'rapport validate org': [
    '--contacts <option>',
    '--flags-dir <option>',
    '--json',
    '--questions <option> = 5',
    '--response-rate <option> = 40',
    '--target-org -o <option> required',
    '--waves <option> = 2',
    '--years <option> = 3',
  ],
};

describe('the commands', () => {
  let config: Config;

  before(async () => {
    const pjson = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Project;
    pjson.oclif.commands = './src/commands';
    config = await Config.load({ root: projectRoot, pjson: pjson as never });
  });

  it('and their flags are those that were promised', () => {
    const found = config.commands.map(({ id, flags }): [string, string[]] => [
      id.replaceAll(':', ' '),
      Object.values(flags)
        .map((flag) =>
          [
            `--${flag.name}`,
            flag.char === undefined ? '' : `-${flag.char}`,
            flag.type === 'option' ? '<option>' : '',
            flag.required === true ? 'required' : '',
            typeof flag.default === 'string' || typeof flag.default === 'number' ? `= ${flag.default}` : '',
            flag.env === undefined ? '' : `$${flag.env}`,
          ]
            .filter((part) => part !== '')
            .join(' ')
            .replaceAll('\\', '/'),
        )
        .sort(),
    ]);
    expect(Object.fromEntries(found)).to.deep.equal(promised);
  });

  it('and their flags each have a summary, and each command a description and an example', () => {
    for (const command of config.commands) {
      expect(command.summary, command.id).to.match(/^[A-Z].*\.$/);
      expect(command.description, command.id).to.match(/\S/);
      expect(command.examples, command.id).to.be.an('array').that.is.not.empty;
      for (const flag of Object.values(command.flags)) {
        expect(flag.summary ?? flag.description, `${command.id} --${flag.name}`).to.match(/\S/);
      }
    }
  });
});
