import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { reasonText } from '../../../command-line/failures.ts';
import { openOutbox, outboxFlag, thisWorker } from '../../../command-line/flags.ts';
import { RapportCommand } from '../../../command-line/rapport-command.ts';
import { SalesforceOrg } from '../../../salesforce/org.ts';
import { syncResponses } from '../../../sync/sync-responses.ts';
import type { SyncProgress, SyncReport } from '../../../sync/sync-responses.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.sync.responses');

/** How many rows are printed of what is not in the org; `--json` lists more. */
const mostPrinted = 20;

/** `sf rapport sync responses`: brings what waits in the outbox into an org, and writes the accounts' numbers. */
export default class SyncResponses extends RapportCommand<SyncReport> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');

  public static override readonly flags = {
    'target-org': Flags.requiredOrg(),
    outbox: outboxFlag,
    'retry-set-aside': Flags.boolean({
      summary: messages.getMessage('flags.retry-set-aside.summary'),
      description: messages.getMessage('flags.retry-set-aside.description'),
    }),
  };

  public async run(): Promise<SyncReport> {
    const { flags } = await this.parse(SyncResponses);
    const org = new SalesforceOrg(flags['target-org'].getConnection());
    const outbox = openOutbox(flags.outbox);
    this.spinner.start(messages.getMessage('syncing', [org.instanceUrl]));
    try {
      const report = await syncResponses({
        outbox,
        org,
        clock: () => new Date(),
        worker: thisWorker(),
        retrySetAside: flags['retry-set-aside'],
        onProgress: (progress) => {
          this.spinner.status = progressText(progress);
        },
      });
      this.spinner.stop();
      this.#tell(report);
      return report;
    } finally {
      await outbox.close();
    }
  }

  #tell(report: SyncReport): void {
    this.log(messages.getMessage('confirmed', [report.confirmed]));
    this.log(messages.getMessage('scored', [report.accountsScored]));
    const { waiting, inFlight, setAside } = report.outbox;
    if (waiting + inFlight > 0) this.log(messages.getMessage('waiting', [waiting + inFlight]));
    if (report.troubled.length > 0) {
      this.table({
        data: report.troubled.slice(0, mostPrinted).map(({ origin, externalId, reason }) => ({
          origin,
          externalId,
          reason: reasonText(reason),
        })),
        columns: [
          { key: 'origin', name: messages.getMessage('column.origin') },
          { key: 'externalId', name: messages.getMessage('column.externalId') },
          { key: 'reason', name: messages.getMessage('column.reason') },
        ],
        overflow: 'wrap',
      });
      const more = Math.max(0, setAside - mostPrinted);
      if (more > 0) this.log(messages.getMessage('more', [more]));
    }
    if (setAside > 0) this.warn(messages.createWarning('setAside', [setAside]));
    for (const { accountId, object, code, message } of report.accountsRefused) {
      this.warn(messages.createWarning('accountRefused', [accountId, object, code, message]));
    }
  }
}

function progressText(progress: SyncProgress): string {
  if (progress.stage === 'push') return messages.getMessage('progress.push', [progress.done, progress.left]);
  if (progress.stage === 'score') return messages.getMessage('progress.score', [progress.done]);
  return messages.getMessage('progress.wait', [progress.left, progress.until.toLocaleTimeString()]);
}
