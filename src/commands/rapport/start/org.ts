import { join } from 'node:path';
import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { stateFolder } from '../../../command-line/flags.ts';
import { projectRoot } from '../../../command-line/project-root.ts';
import { RapportCommand } from '../../../command-line/rapport-command.ts';
import { startDemo } from '../../../demo/start-demo.ts';
import type { Demo } from '../../../demo/start-demo.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.start.org');

/** What `--json` gives once everything is up. */
export interface StartOrgResult {
  orgUrl: string;
  pageUrl: string;
  users: { username: string; part: string }[];
}

/** `sf rapport start org`, and `npm start`: the product on one machine, until Ctrl-C. */
export default class StartOrg extends RapportCommand<StartOrgResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');

  public static override readonly flags = {
    port: Flags.integer({
      char: 'p',
      summary: messages.getMessage('flags.port.summary'),
      description: messages.getMessage('flags.port.description'),
      default: 7700,
      min: 1,
      max: 65_534,
    }),
    directory: Flags.directory({
      char: 'd',
      summary: messages.getMessage('flags.directory.summary'),
      default: join(stateFolder, 'demo'),
    }),
    reset: Flags.boolean({
      summary: messages.getMessage('flags.reset.summary'),
      description: messages.getMessage('flags.reset.description'),
    }),
  };

  #demo: Demo | undefined;

  public async run(): Promise<StartOrgResult> {
    const { flags } = await this.parse(StartOrg);
    const demo = await startDemo({
      directory: flags.directory,
      projectRoot,
      port: flags.port,
      reset: flags.reset,
      clock: () => new Date(),
      onStep: (step) => this.log(messages.getMessage(`step.${step}`)),
      onSyncFailure: ({ code, message }) => this.warn(messages.getMessage('syncFailed', [code, message])),
    });
    this.#demo = demo;
    this.#tell(demo, join(flags.directory, 'outbox.sqlite'));
    const users = demo.users.map(({ username, part }) => ({ username, part }));
    return { orgUrl: demo.orgUrl, pageUrl: demo.pageUrl, users };
  }

  /** The servers keep the process alive after `run`; a signal ends them in order. */
  protected override onSignal(): void {
    if (this.#demo === undefined) return super.onSignal();
    this.log(messages.getMessage('stopping'));
    void this.#demo.close().then(() => process.exit(0));
  }

  #tell(demo: Demo, outbox: string): void {
    const stored = demo.imports.reduce(
      (sum, { stored: { new: fresh, updated } }) => sum + fresh + updated,
      0,
    );
    const { confirmed, setAside } = demo.sync.outbox;
    this.log(messages.getMessage('answers', [stored, confirmed, setAside]));
    const rows = demo.users.map(({ username, firstName, lastName, title }) => ({
      name: `${firstName} ${lastName}`,
      title,
      username,
    }));
    this.table({
      data: rows,
      columns: [
        { key: 'name', name: messages.getMessage('column.name') },
        { key: 'title', name: messages.getMessage('column.title') },
        { key: 'username', name: messages.getMessage('column.username') },
      ],
    });
    const tokenOf = (wanted: string) =>
      demo.accessTokenFor(demo.users.find(({ part }) => part === wanted)?.username ?? '');
    // npm starts this where the plugin need not be linked to sf
    const sync = process.env['npm_lifecycle_event'] === 'start' ? 'npm run rapport --' : 'sf rapport';
    // only the integration user may write customers' answers
    const tokens = [tokenOf('integration'), tokenOf('admin')];
    this.log(messages.getMessage('login', [tokens[0], demo.orgUrl, sync, outbox, tokens[1]]));
    this.log(messages.getMessage('ready', [demo.pageUrl, demo.orgUrl]));
  }
}
