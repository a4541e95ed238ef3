import type { OutboxSummary, ParcelKind, ParcelState } from '../outbox/outbox.ts';

/** What a server has counted since it started, and what it knows of its org. */
export interface ServerCounts {
  rounds: { succeeded: number; failed: number };
  confirmed: number;
  setAside: number;
  retried: number;
  accountsScored: number;
  apiCalls: number;
  /** When the last round ended that did not fail. */
  lastSuccess?: Date;
  /** Of the org's day, as it said last. */
  apiUsage?: { used: number; max: number };
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

interface Metric {
  name: string;
  help: string;
  type: 'counter' | 'gauge';
  samples: readonly Sample[];
}

/** The content type of {@link metricsText}. */
export const metricsContentType = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * The state of a server in the text format of Prometheus. No label holds personal data: kinds, states and error codes only.
 * Source: prometheus.io, "Exposition formats", text-based format 0.0.4.
 */
export function metricsText(summary: OutboxSummary, counts: ServerCounts, now: Date): string {
  return [...outboxMetrics(summary, now), ...syncMetrics(counts), ...processMetrics()]
    .map(metricText)
    .join('');
}

function outboxMetrics(
  { counts, oldestWaiting, reasons, touchedAccounts }: OutboxSummary,
  now: Date,
): Metric[] {
  const parcels = (Object.keys(counts) as ParcelKind[]).flatMap((kind) =>
    (Object.keys(counts[kind]) as ParcelState[]).map((state): Sample => [
      { kind, state },
      counts[kind][state],
    ]),
  );
  const waited =
    oldestWaiting === undefined ? 0 : Math.max(0, (now.getTime() - oldestWaiting.getTime()) / 1000);
  return [
    gauge('rapport_outbox_parcels', 'Answers and invitations in the outbox, by state.', ...parcels),
    gauge(
      'rapport_outbox_troubled',
      'Of what waits after a failed try or was set aside, by reason.',
      ...reasons.map(({ code, state, count }): Sample => [{ code, state }, count]),
    ),
    gauge('rapport_outbox_lag_seconds', 'How long the one that waits longest has waited.', [{}, waited]),
    gauge('rapport_touched_accounts', 'Accounts whose numbers are still to be written.', [
      {},
      touchedAccounts,
    ]),
  ];
}

function syncMetrics(counts: ServerCounts): Metric[] {
  const { rounds, lastSuccess, apiUsage } = counts;
  return [
    counter(
      'rapport_sync_rounds_total',
      'Rounds of the sync since the start.',
      [{ outcome: 'succeeded' }, rounds.succeeded],
      [{ outcome: 'failed' }, rounds.failed],
    ),
    counter('rapport_sync_confirmed_total', 'Rows that the org has confirmed.', [{}, counts.confirmed]),
    counter('rapport_sync_set_aside_total', 'Rows that were set aside.', [{}, counts.setAside]),
    counter('rapport_sync_retried_total', 'Rows that wait for another try.', [{}, counts.retried]),
    counter('rapport_accounts_scored_total', 'Accounts whose numbers were written.', [
      {},
      counts.accountsScored,
    ]),
    counter('rapport_api_calls_total', 'Requests sent to the org.', [{}, counts.apiCalls]),
    ...(apiUsage === undefined
      ? []
      : [
          gauge('rapport_org_api_used', 'API calls that the org has answered in its day.', [
            {},
            apiUsage.used,
          ]),
          gauge('rapport_org_api_limit', 'API calls that the org answers in a day.', [{}, apiUsage.max]),
        ]),
    ...(lastSuccess === undefined
      ? []
      : [
          gauge('rapport_sync_last_success_timestamp_seconds', 'When a round last ended without a failure.', [
            {},
            lastSuccess.getTime() / 1000,
          ]),
        ]),
  ];
}

/** Under the names that Prometheus's own clients give them. */
function processMetrics(): Metric[] {
  const { user, system } = process.cpuUsage();
  return [
    counter('process_cpu_seconds_total', 'Processor time used.', [{}, (user + system) / 1e6]),
    gauge('process_resident_memory_bytes', 'Memory in use.', [{}, process.memoryUsage.rss()]),
    gauge('process_start_time_seconds', 'When the process started.', [{}, performance.timeOrigin / 1000]),
  ];
}

function gauge(name: string, help: string, ...samples: Sample[]): Metric {
  return { name, help, type: 'gauge', samples };
}

function counter(name: string, help: string, ...samples: Sample[]): Metric {
  return { name, help, type: 'counter', samples };
}

function metricText({ name, help, type, samples }: Metric): string {
  const lines = samples.map(([labels, value]) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escape(text)}"`);
    return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
