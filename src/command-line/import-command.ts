import { basename, isAbsolute, join } from 'node:path';
import { Messages } from '@salesforce/core';
import type { ImportReport, ImportRequest } from '../intake/import-file.ts';
import { problemText } from './failures.ts';
import { openOutbox } from './flags.ts';
import { projectRoot } from './project-root.ts';
import { RapportCommand } from './rapport-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.import');

/** What `--json` gives of an import. */
export type ImportResult = Omit<ImportReport, 'refusedLines'> & {
  refusedLines: { line: number; reasons: string[] }[];
};

/** How many refused lines are printed; `--json` lists more. */
const mostPrinted = 20;

/** What the imports share: where mappings are found, and how an import is told. */
export abstract class ImportCommand extends RapportCommand<ImportResult> {
  /** A mapping is a file, or the name of one that comes with the product: `qualtrics`. */
  protected mappingPath(mapping: string): string {
    const isFile = mapping.endsWith('.json') || isAbsolute(mapping) || mapping !== basename(mapping);
    return isFile ? mapping : join(projectRoot, 'config', 'mappings', `${mapping}.json`);
  }

  /** Takes a file into the outbox of the flags, telling how far it is. */
  protected async takeIn(
    flags: { file: string; survey?: string; encoding: string; outbox: string },
    importInto: (request: ImportRequest) => Promise<ImportReport>,
  ): Promise<ImportResult> {
    const outbox = await openOutbox(flags.outbox);
    this.spinner.start(messages.getMessage('reading', [flags.file]));
    try {
      const { file: path, survey, encoding } = flags;
      const onProgress = (read: number) => {
        this.spinner.status = messages.getMessage('progress', [read]);
      };
      const report = await importInto({ path, survey, encoding, outbox, now: new Date(), onProgress });
      this.spinner.stop();
      const result = this.tell(report);
      this.log(messages.getMessage('next', [(await outbox.counts()).waiting]));
      return result;
    } finally {
      await outbox.close();
    }
  }

  /** Prints a report, and gives it back with its reasons as sentences. Refused lines make the exit code 1. */
  private tell(report: ImportReport): ImportResult {
    const { stored, refusedLines, ...rest } = report;
    this.log(messages.getMessage('read', [report.read, report.file]));
    this.log(messages.getMessage('stored', [stored.new, stored.updated, stored.unchanged]));
    if (report.leftOut > 0) this.log(messages.getMessage('leftOut', [report.leftOut]));
    if (stored.erased > 0) this.log(messages.getMessage('erased', [stored.erased]));
    this.log(messages.getMessage('refused', [report.refused]));
    const lines = refusedLines.map(({ line, problems }) => ({ line, reasons: problems.map(problemText) }));
    if (lines.length > 0) {
      this.table({
        data: lines.slice(0, mostPrinted).map(({ line, reasons }) => ({ line, reasons: reasons.join(' ') })),
        columns: [
          { key: 'line', name: messages.getMessage('column.line') },
          { key: 'reasons', name: messages.getMessage('column.reasons') },
        ],
        overflow: 'wrap',
      });
      if (report.refused > mostPrinted) this.log(messages.getMessage('more', [report.refused - mostPrinted]));
      this.log(messages.getMessage('correct', [report.file]));
      process.exitCode = 1;
    }
    return { ...rest, stored, refusedLines: lines };
  }
}
