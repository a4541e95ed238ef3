import { Messages } from '@salesforce/core';
import type { ListedParcel } from '../outbox/outbox.ts';
import { reasonText } from './failures.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.troubled');

/** How many rows are printed of what is not in the org; `--json` lists more. */
const mostPrinted = 20;

/** What a command prints tables with. */
interface Printer {
  table: (options: {
    data: { origin: string; externalId: string; reason: string }[];
    columns: { key: 'origin' | 'externalId' | 'reason'; name: string }[];
    overflow: 'wrap';
  }) => void;
  log: (text: string) => void;
}

/**
 * Prints what is not in the org, each with its reason and what to do.
 * @param all how many there are, of which `troubled` are the first
 */
export function printTroubled(printer: Printer, troubled: readonly ListedParcel[], all: number): void {
  if (troubled.length === 0) return;
  const shown = troubled.slice(0, mostPrinted);
  printer.table({
    data: shown.map((parcel) => ({
      origin: parcel.origin,
      externalId: parcel.externalId,
      reason: reasonText(parcel),
    })),
    columns: [
      { key: 'origin', name: messages.getMessage('column.origin') },
      { key: 'externalId', name: messages.getMessage('column.externalId') },
      { key: 'reason', name: messages.getMessage('column.reason') },
    ],
    overflow: 'wrap',
  });
  const more = all - shown.length;
  if (more > 0) printer.log(messages.getMessage('more', [more]));
}
