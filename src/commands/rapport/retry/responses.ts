import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { openOutbox, outboxFlag } from '../../../command-line/flags.ts';
import { RapportCommand } from '../../../command-line/rapport-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.retry.responses');

/** What `--json` gives. */
export interface RetryResult {
  /** How many wait again. */
  retried: number;
}

/** `sf rapport retry responses`: sends back to wait what was set aside, once its cause is corrected. */
export default class RetryResponses extends RapportCommand<RetryResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');

  public static override readonly flags = {
    'external-id': Flags.string({
      char: 'i',
      multiple: true,
      summary: messages.getMessage('flags.external-id.summary'),
    }),
    reason: Flags.string({
      char: 'r',
      multiple: true,
      summary: messages.getMessage('flags.reason.summary'),
      description: messages.getMessage('flags.reason.description'),
    }),
    outbox: outboxFlag,
  };

  public async run(): Promise<RetryResult> {
    const { flags } = await this.parse(RetryResponses);
    const outbox = await openOutbox(flags.outbox);
    try {
      const retried = await outbox.retrySetAside(new Date(), {
        externalIds: flags['external-id'],
        codes: flags.reason,
      });
      this.log(messages.getMessage(retried === 0 ? 'none' : 'retried', [retried]));
      return { retried };
    } finally {
      await outbox.close();
    }
  }
}
