import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { openOutbox, outboxFlag } from '../../../command-line/flags.ts';
import { RapportCommand } from '../../../command-line/rapport-command.ts';
import { SalesforceOrg } from '../../../salesforce/org.ts';
import { AmbiguousPersonError, eraseContact } from '../../../sync/erase-contact.ts';
import type { EraseReport } from '../../../sync/erase-contact.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.erase.contact');

/** `sf rapport erase contact`: takes a person out of all feedback, in the org and in the outbox. */
export default class EraseContact extends RapportCommand<EraseReport> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');

  public static override readonly flags = {
    'target-org': Flags.requiredOrg(),
    'contact-id': Flags.salesforceId({
      char: 'c',
      summary: messages.getMessage('flags.contact-id.summary'),
      length: 'both',
      startsWith: '003',
      exactlyOne: ['contact-id', 'email'],
    }),
    email: Flags.string({
      char: 'e',
      summary: messages.getMessage('flags.email.summary'),
      description: messages.getMessage('flags.email.description'),
    }),
    outbox: outboxFlag,
    'no-prompt': Flags.boolean({ summary: messages.getMessage('flags.no-prompt.summary') }),
  };

  public async run(): Promise<EraseReport> {
    const { flags } = await this.parse(EraseContact);
    const { email = '', 'contact-id': contactId } = flags;
    const person = contactId === undefined ? { email: email.trim() } : { contactId };
    const name = contactId ?? email;
    const org = new SalesforceOrg(flags['target-org'].getConnection(), { floorShare: 0 });
    if (!flags['no-prompt']) await this.#makeSure(name, org.instanceUrl);
    const outbox = await openOutbox(flags.outbox);
    this.spinner.start(messages.getMessage('erasing', [name]));
    try {
      const report = await eraseContact({ outbox, org, person, clock: () => new Date() });
      this.spinner.stop();
      this.#tell(report);
      return report;
    } finally {
      await outbox.close();
    }
  }

  /** Nobody can be asked where the answer is to be JSON: there the flag has to say it. */
  async #makeSure(name: string, orgUrl: string): Promise<void> {
    const isSure =
      !this.jsonEnabled() && (await this.confirm({ message: messages.getMessage('sure', [name, orgUrl]) }));
    if (!isSure) throw messages.createError('notSure');
  }

  #tell(report: EraseReport): void {
    const { responses, answers, invitations, unmatched, contacts, forgotten } = report;
    this.log(messages.getMessage('blanked', [responses, answers, invitations, unmatched, contacts]));
    this.log(messages.getMessage('forgotten', [forgotten]));
    if (report.onTheirWay > 0) this.warn(messages.createWarning('onTheirWay', [report.onTheirWay]));
    if (report.emailIsShared) this.warn(messages.createWarning('emailIsShared'));
    for (const { object, id, code, message } of report.left) {
      this.warn(messages.createWarning('left', [object, id, code, message]));
    }
    if (report.inRecycleBin > 0) this.warn(messages.createWarning('inRecycleBin', [report.inRecycleBin]));
    this.log(messages.getMessage('byHand'));
    if (report.left.length > 0) process.exitCode = 1;
  }

  protected override async catch(error: Error): Promise<never> {
    if (error instanceof AmbiguousPersonError) {
      return super.catch(messages.createError('ambiguous', [error.contactIds.join(', ')]));
    }
    return super.catch(error);
  }
}
