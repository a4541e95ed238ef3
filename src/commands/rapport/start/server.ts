import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { openOutbox, outboxFlag, thisWorker } from '../../../command-line/flags.ts';
import { connectOrg, loginFlags } from '../../../command-line/org-login.ts';
import { RapportCommand } from '../../../command-line/rapport-command.ts';
import { runServer } from '../../../server/run-server.ts';
import type { ServerEvent } from '../../../server/run-server.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.start.server');

/** `sf rapport start server`: syncs for good, and tells over HTTP how it goes, until it is asked to stop. */
export default class StartServer extends RapportCommand<void> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  // it ends when it is stopped: there is no result to give
  public static override readonly enableJsonFlag = false;

  public static override readonly flags = {
    ...loginFlags,
    outbox: outboxFlag,
    port: Flags.integer({
      char: 'p',
      summary: messages.getMessage('flags.port.summary'),
      description: messages.getMessage('flags.port.description'),
      default: 7710,
      min: 1,
      max: 65_535,
    }),
    host: Flags.string({ summary: messages.getMessage('flags.host.summary'), default: '127.0.0.1' }),
    every: Flags.integer({ summary: messages.getMessage('flags.every.summary'), default: 60, min: 1 }),
  };

  readonly #stop = new AbortController();

  public async run(): Promise<void> {
    const { flags } = await this.parse(StartServer);
    const clock = () => new Date();
    const org = await connectOrg(flags, clock);
    const outbox = await openOutbox(flags.outbox);
    try {
      await runServer({
        outbox,
        org,
        clock,
        worker: thisWorker(),
        everySeconds: flags.every,
        host: flags.host,
        port: flags.port,
        signal: this.#stop.signal,
        log: (event) => this.log(logLine(event, clock())),
      });
    } finally {
      await outbox.close();
    }
  }

  /** What is under way is finished; a second signal ends the process at once. */
  protected override onSignal(): void {
    if (this.#stop.signal.aborted) return super.onSignal();
    this.#stop.abort();
  }
}

/** One line of JSON, as collectors of logs read it. */
function logLine(event: ServerEvent, now: Date): string {
  return JSON.stringify({ time: now.toISOString(), ...event });
}
