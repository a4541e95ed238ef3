import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import {
  differencesText,
  factLines,
  headlineLines,
  methodRows,
  monthRows,
  storedLine,
} from '../../../command-line/account-report-text.ts';
import { SetupCommand } from '../../../command-line/setup-command.ts';
import { SalesforceFailure } from '../../../salesforce/failure.ts';
import { findAccounts } from '../../../salesforce/find-account.ts';
import type { FoundAccount } from '../../../salesforce/find-account.ts';
import { SalesforceOrg } from '../../../salesforce/org.ts';
import type { AccountReport } from '../../../scoring/account-report.ts';
import { reportAccount } from '../../../sync/report-account.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.display.account');

/** What `--json` gives. */
export type DisplayAccountResult = { account: { id: string; name: string } } & AccountReport;

/** `sf rapport display account`: one account's numbers, each with method, number of answers, window and interval. */
export default class DisplayAccount extends SetupCommand<DisplayAccountResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');

  public static override readonly flags = {
    'target-org': Flags.requiredOrg(),
    account: Flags.string({
      char: 'a',
      summary: messages.getMessage('flags.account.summary'),
      required: true,
    }),
  };

  public async run(): Promise<DisplayAccountResult> {
    const { flags } = await this.parse(DisplayAccount);
    // asked by a person: her calls are what a sync leaves calls for
    const org = new SalesforceOrg(flags['target-org'].getConnection(), { floorShare: 0 });
    this.spinner.start(messages.getMessage('reading', [flags.account]));
    const { id, name, numbers } = onlyOne(await findAccounts(org, flags.account), flags.account);
    const report = await reportAccount(org, { id, name, numbers }, new Date());
    this.spinner.stop();
    this.log(messages.getMessage('account', [name, id]));
    this.#tell(report);
    return { account: { id, name }, ...report };
  }

  #tell(report: AccountReport): void {
    for (const line of headlineLines(report)) this.log(line);
    this.log();
    this.log(messages.getMessage('methods.title'));
    const column = <Key extends string>(key: Key) => ({ key, name: messages.getMessage(`column.${key}`) });
    this.table({
      data: methodRows(report),
      columns: [column('method'), column('result'), column('answers'), column('interval')],
      overflow: 'wrap',
    });
    for (const line of factLines(report)) this.log(line);
    const months = monthRows(report);
    if (months.length > 0) {
      this.log();
      this.log(messages.getMessage('months.title', [report.rules.windowDays, report.timeZone]));
      this.table({
        data: months,
        columns: [
          column('month'),
          column('result'),
          column('interval'),
          column('answers'),
          column('people'),
          column('silent'),
          column('shared'),
        ],
        overflow: 'wrap',
      });
    }
    this.log(storedLine(report));
    const { staleDays } = report.stored;
    if (staleDays !== undefined) this.warn(messages.createWarning('stale', [staleDays]));
    const differences = differencesText(report);
    if (differences !== '') this.warn(messages.createWarning('differs', [differences]));
  }

  protected override async catch(error: Error): Promise<never> {
    // the org speaks of an object or field that this user may not see as of one that is not there
    const hidden = ['INVALID_TYPE', 'INVALID_FIELD', 'INSUFFICIENT_ACCESS'];
    if (error instanceof SalesforceFailure && hidden.includes(error.code)) {
      return super.catch(messages.createError('notReadable', [error.code, error.message]));
    }
    return super.catch(error);
  }
}

function onlyOne(found: readonly FoundAccount[], wanted: string): FoundAccount {
  const [account, ...others] = found;
  if (account === undefined) throw messages.createError('noAccount', [wanted]);
  if (others.length === 0) return account;
  const names = found.map(({ id, name }) => `${name} (${id})`).join(', ');
  throw messages.createError('severalAccounts', [wanted, names], [account.id]);
}
