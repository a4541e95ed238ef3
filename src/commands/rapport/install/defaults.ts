import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { projectRoot } from '../../../command-line/project-root.ts';
import { SetupCommand } from '../../../command-line/setup-command.ts';
import { installDefaults } from '../../../installation/install-defaults.ts';
import type { DefaultsReport } from '../../../installation/install-defaults.ts';
import { OrgMetadata } from '../../../salesforce/org-metadata.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.install.defaults');

/** `sf rapport install defaults`: puts the settings and alert rules into an org that does not have them yet. */
export default class InstallDefaults extends SetupCommand<DefaultsReport> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');

  public static override readonly flags = { 'target-org': Flags.requiredOrg() };

  public async run(): Promise<DefaultsReport> {
    const { flags } = await this.parse(InstallDefaults);
    const connection = flags['target-org'].getConnection();
    this.spinner.start(messages.getMessage('installing', [connection.instanceUrl]));
    const report = await installDefaults(new OrgMetadata(connection), projectRoot);
    this.spinner.stop();
    for (const name of report.installed) this.log(messages.getMessage('installed', [name]));
    for (const name of report.kept) this.log(messages.getMessage('kept', [name]));
    if (report.french.state === 'leftOut') {
      this.log(messages.getMessage('frenchLeftOut', [report.french.problem]));
    }
    if (report.installed.length > 0) this.log(messages.getMessage('next'));
    return report;
  }
}
