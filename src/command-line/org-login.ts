import { readFile } from 'node:fs/promises';
import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { signIn, signInWithJwt } from '../salesforce/login.ts';
import { SalesforceOrg } from '../salesforce/org.ts';
import type { OrgConnection } from '../salesforce/org.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.login');

/**
 * Flags of commands that run for long, where nobody logs in: beside the CLI's own login, an External Client App with client
 * credentials, or with a certificate and a user. The secret comes by the environment alone: the arguments of a process
 * are there for everyone on the machine to read.
 */
export const loginFlags = {
  'target-org': Flags.optionalOrg({ exclusive: ['instance-url'] }),
  'instance-url': Flags.url({
    summary: messages.getMessage('instance-url.summary'),
    description: messages.getMessage('instance-url.description'),
    env: 'RAPPORT_INSTANCE_URL',
    dependsOn: ['client-id'],
  }),
  'client-id': Flags.string({
    summary: messages.getMessage('client-id.summary'),
    env: 'RAPPORT_CLIENT_ID',
  }),
  username: Flags.string({
    summary: messages.getMessage('username.summary'),
    env: 'RAPPORT_USERNAME',
    dependsOn: ['jwt-key-file'],
  }),
  'jwt-key-file': Flags.file({
    summary: messages.getMessage('jwt-key-file.summary'),
    env: 'RAPPORT_JWT_KEY_FILE',
    exists: true,
    dependsOn: ['username'],
  }),
};

/** Where the secret of the External Client App is looked for. */
export const secretVariable = 'RAPPORT_CLIENT_SECRET';

interface LoginChoice {
  'target-org'?: { getConnection: () => OrgConnection };
  'instance-url'?: URL;
  'client-id'?: string;
  username?: string;
  'jwt-key-file'?: string;
}

/**
 * Signs in as the flags say.
 * @throws SfError when the flags name no login, or half of one; SalesforceFailure when the org refuses it
 */
export async function connectOrg(flags: LoginChoice, clock: () => Date): Promise<SalesforceOrg> {
  return new SalesforceOrg(await connectionOf(flags, clock));
}

async function connectionOf(flags: LoginChoice, clock: () => Date): Promise<OrgConnection> {
  if (flags['instance-url'] === undefined) {
    if (flags['target-org'] === undefined) throw messages.createError('noLogin');
    return flags['target-org'].getConnection();
  }
  const { origin: loginUrl, protocol, hostname } = flags['instance-url'];
  // the secret travels to this address
  if (protocol !== 'https:' && !isThisMachine(hostname)) throw messages.createError('notSecure', [loginUrl]);
  const clientId = flags['client-id'] ?? '';
  const { username, 'jwt-key-file': keyFile } = flags;
  if (username !== undefined && keyFile !== undefined) {
    const privateKey = await readFile(keyFile, 'utf8');
    return signInWithJwt({ loginUrl, clientId, username, privateKey }, clock);
  }
  const clientSecret = process.env[secretVariable];
  if (clientSecret === undefined || clientSecret === '') {
    throw messages.createError('noSecret', [secretVariable]);
  }
  return signIn({ loginUrl, clientId, clientSecret }, clock);
}

function isThisMachine(hostname: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
