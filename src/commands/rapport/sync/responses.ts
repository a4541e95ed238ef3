import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { openOutbox, outboxFlag, thisWorker } from '../../../command-line/flags.ts';
import { connectOrg, loginFlags } from '../../../command-line/org-login.ts';
import { RapportCommand } from '../../../command-line/rapport-command.ts';
import { printTroubled } from '../../../command-line/troubled-table.ts';
import { syncResponses } from '../../../sync/sync-responses.ts';
import type { SyncProgress, SyncReport } from '../../../sync/sync-responses.ts';
import { watchResponses } from '../../../sync/watch-responses.ts';
import type { WatchRound } from '../../../sync/watch-responses.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.sync.responses');

/** How many refused accounts are told one by one; `--json` lists more. */
const mostAccountsPrinted = 20;

/** `sf rapport sync responses`: brings what waits in the outbox into an org, and writes the accounts' numbers. */
export default class SyncResponses extends RapportCommand<SyncReport | undefined> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');

  public static override readonly flags = {
    ...loginFlags,
    outbox: outboxFlag,
    'retry-set-aside': Flags.boolean({
      summary: messages.getMessage('flags.retry-set-aside.summary'),
      description: messages.getMessage('flags.retry-set-aside.description'),
    }),
    watch: Flags.boolean({
      char: 'w',
      summary: messages.getMessage('flags.watch.summary'),
      description: messages.getMessage('flags.watch.description'),
    }),
    every: Flags.integer({
      summary: messages.getMessage('flags.every.summary'),
      default: 60,
      min: 1,
    }),
  };

  readonly #stop = new AbortController();

  /** @returns what the sync, or the last one of a watch, did */
  public async run(): Promise<SyncReport | undefined> {
    const { flags } = await this.parse(SyncResponses);
    const clock = () => new Date();
    const org = await connectOrg(flags, clock);
    const outbox = await openOutbox(flags.outbox);
    const request = {
      outbox,
      org,
      clock,
      worker: thisWorker(),
      retrySetAside: flags['retry-set-aside'],
      signal: this.#stop.signal,
      onProgress: (progress: SyncProgress) => {
        this.spinner.status = progressText(progress);
      },
    };
    try {
      this.spinner.start(messages.getMessage('syncing', [org.instanceUrl]));
      if (flags.watch) {
        let last: SyncReport | undefined;
        const onRound = (round: WatchRound) => {
          last = round.report ?? last;
          // what is written while a spinner turns is held back until it stops
          this.spinner.pause(() => this.#tellRound(round));
        };
        await watchResponses({ ...request, everySeconds: flags.every, onRound });
        this.spinner.stop();
        return last;
      }
      const report = await syncResponses(request);
      this.spinner.stop();
      this.#tell(report);
      return report;
    } finally {
      await outbox.close();
    }
  }

  /** What is under way is finished, so that it need not be sent again; a second signal ends the process at once. */
  protected override onSignal(): void {
    if (this.#stop.signal.aborted) return super.onSignal();
    this.#stop.abort();
  }

  #tellRound({ report, failure, nextAt }: WatchRound): void {
    const next = nextAt?.toLocaleTimeString() ?? '–';
    if (failure !== undefined) {
      this.warn(messages.createWarning('roundFailed', [failure.code, failure.message, next]));
    } else if (report !== undefined && report.confirmed + report.setAside + report.accountsScored > 0) {
      const { confirmed, setAside, accountsScored } = report;
      this.log(
        messages.getMessage('round', [new Date().toLocaleTimeString(), confirmed, setAside, accountsScored]),
      );
    }
    this.spinner.status = messages.getMessage('nextRound', [next]);
  }

  #tell(report: SyncReport): void {
    this.log(messages.getMessage('confirmed', [report.confirmed]));
    this.log(messages.getMessage('scored', [report.accountsScored]));
    const { waiting, inFlight, setAside } = report.outbox;
    if (waiting + inFlight > 0) this.log(messages.getMessage('waiting', [waiting + inFlight]));
    printTroubled(this, report.troubled, Math.max(setAside, report.troubled.length));
    if (setAside > 0) this.warn(messages.createWarning('setAside', [setAside]));
    if (report.stopped !== undefined) this.#tellStopped(report.stopped);
    const { accountsRefused, moreAccountsRefused } = report;
    const shown = accountsRefused.slice(0, mostAccountsPrinted);
    for (const { accountId, object, code, message } of shown) {
      this.warn(messages.createWarning('accountRefused', [accountId, object, code, message]));
    }
    const more = accountsRefused.length - shown.length + moreAccountsRefused;
    if (more > 0) this.warn(messages.getMessage('moreAccountsRefused', [more]));
  }

  #tellStopped({ code, goesOnAt }: NonNullable<SyncReport['stopped']>): void {
    if (code === 'STOPPED') this.warn(messages.createWarning('stopped'));
    else this.warn(messages.createWarning('limit', [code, goesOnAt?.toLocaleString() ?? '–']));
  }
}

function progressText(progress: SyncProgress): string {
  switch (progress.stage) {
    case 'push': {
      const { done, left, rowsPerSecond, secondsLeft } = progress;
      const text = messages.getMessage('progress.push', [done, left]);
      if (rowsPerSecond === undefined || secondsLeft === undefined) return text;
      const minutes = Math.floor(secondsLeft / 60);
      const time = `${minutes}:${String(secondsLeft % 60).padStart(2, '0')}`;
      return `${text} ${messages.getMessage('progress.pace', [Math.round(rowsPerSecond), time])}`;
    }
    case 'bulk':
      return messages.getMessage('progress.bulk', [progress.processed, progress.rows ?? '?', progress.jobId]);
    case 'pull':
      return messages.getMessage('progress.pull');
    case 'score':
      return messages.getMessage('progress.score', [progress.done]);
    case 'wait':
      return messages.getMessage('progress.wait', [progress.left, progress.until.toLocaleTimeString()]);
  }
}
