import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { importFlags } from '../../../command-line/flags.ts';
import { ImportCommand } from '../../../command-line/import-command.ts';
import type { ImportResult } from '../../../command-line/import-command.ts';
import { importResponses } from '../../../intake/import-file.ts';
import { readMapping, responseMapping } from '../../../intake/mapping.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.import.responses');

/** `sf rapport import responses`: takes the answers of a CSV file into the outbox. */
export default class ImportResponses extends ImportCommand {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');

  public static override readonly flags = {
    ...importFlags,
    mapping: Flags.string({
      char: 'm',
      summary: messages.getMessage('flags.mapping.summary'),
      description: messages.getMessage('flags.mapping.description'),
      default: 'plain',
    }),
  };

  public async run(): Promise<ImportResult> {
    const { flags } = await this.parse(ImportResponses);
    const mapping = await readMapping(this.mappingPath(flags.mapping), responseMapping);
    return this.takeIn(flags, (request) => importResponses({ ...request, mapping }));
  }
}
