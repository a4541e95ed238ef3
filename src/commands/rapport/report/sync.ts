import { Messages } from '@salesforce/core';
import { openOutbox, outboxFlag } from '../../../command-line/flags.ts';
import { RapportCommand } from '../../../command-line/rapport-command.ts';
import { printTroubled } from '../../../command-line/troubled-table.ts';
import type { ListedParcel, OutboxSummary, ParcelState, SyncRun } from '../../../outbox/outbox.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.report.sync');

/** What `--json` gives: how the outbox stands, what is not in the org, and what the last syncs did. */
export type SyncStateResult = OutboxSummary & {
  /** How long the one that waits longest has waited, in seconds; absent when nothing waits. */
  lagSeconds?: number;
  troubled: ListedParcel[];
  lastRuns: SyncRun[];
};

const mostListed = 1000;
const runsShown = 5;
const states: ParcelState[] = ['waiting', 'inFlight', 'confirmed', 'setAside', 'dismissed', 'erased'];

/** `sf rapport report sync`: what waits, what was set aside and why, and what the syncs did, from the outbox alone. */
export default class ReportSync extends RapportCommand<SyncStateResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');

  public static override readonly flags = { outbox: outboxFlag };

  public async run(): Promise<SyncStateResult> {
    const { flags } = await this.parse(ReportSync);
    const outbox = await openOutbox(flags.outbox);
    try {
      const summary = await outbox.summary();
      const { oldestWaiting } = summary;
      const state: SyncStateResult = {
        ...summary,
        ...(oldestWaiting && { lagSeconds: secondsSince(oldestWaiting) }),
        troubled: await outbox.listTroubled(mostListed),
        lastRuns: await outbox.lastRuns(mostListed),
      };
      this.#tell(state);
      return state;
    } finally {
      await outbox.close();
    }
  }

  #tell(state: SyncStateResult): void {
    this.#tellCounts(state);
    const all = state.reasons.reduce((sum, { count }) => sum + count, 0);
    if (state.reasons.length > 0) {
      this.table({
        title: messages.getMessage('reasons'),
        data: state.reasons.map((reason) => ({ ...reason, state: nameOf(reason.state) })),
        columns: [
          { key: 'code', name: messages.getMessage('column.code') },
          { key: 'state', name: messages.getMessage('column.state') },
          { key: 'count', name: messages.getMessage('column.count') },
        ],
      });
    }
    printTroubled(this, state.troubled, all);
    this.#tellRuns(state.lastRuns);
  }

  #tellCounts({ counts, oldestWaiting, lagSeconds = 0, touchedAccounts, loads }: SyncStateResult): void {
    this.table({
      data: (['response', 'invitation'] as const).map((kind) => ({
        kind: messages.getMessage(`kind.${kind}`),
        ...counts[kind],
      })),
      columns: [
        { key: 'kind', name: messages.getMessage('column.kind') },
        ...states.map((key) => ({ key, name: nameOf(key) })),
      ],
    });
    if (oldestWaiting === undefined) this.log(messages.getMessage('nothingWaits'));
    else this.log(messages.getMessage('oldest', [oldestWaiting.toLocaleString(), spanText(lagSeconds)]));
    if (touchedAccounts > 0) this.log(messages.getMessage('touched', [touchedAccounts]));
    for (const { rows, startedAt, jobId } of loads) {
      this.log(messages.getMessage('load', [rows, startedAt.toLocaleString(), jobId ?? '–']));
    }
  }

  #tellRuns(runs: readonly SyncRun[]): void {
    if (runs.length === 0) {
      this.log(messages.getMessage('neverSynced'));
      return;
    }
    this.table({
      title: messages.getMessage('runs'),
      data: runs.slice(0, runsShown).map(({ endedAt, failure, ...run }) => ({
        ...run,
        endedAt: endedAt.toLocaleString(),
        failure: failure ?? '',
      })),
      columns: (
        ['endedAt', 'confirmed', 'setAside', 'retried', 'accountsScored', 'apiCalls', 'failure'] as const
      ).map((key) => ({ key, name: messages.getMessage(`column.${key}`) })),
    });
    const last = runs.find(({ apiUsed }) => apiUsed !== undefined);
    if (last !== undefined) {
      const { apiUsed = 0, apiMost = 0, endedAt } = last;
      this.log(messages.getMessage('apiUsage', [apiUsed, apiMost, endedAt.toLocaleString()]));
    }
  }
}

function nameOf(state: ParcelState): string {
  return messages.getMessage(`state.${state}`);
}

/** A span of time as days, hours and minutes, without those that are none: `2d 3h`. */
function spanText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const span = {
    days: Math.floor(minutes / 1440),
    hours: Math.floor(minutes / 60) % 24,
    minutes: minutes % 60,
  };
  return new Intl.DurationFormat('en', { style: 'narrow', minutesDisplay: 'always' }).format(span);
}

function secondsSince(moment: Date): number {
  return Math.max(0, Math.round((Date.now() - moment.getTime()) / 1000));
}
