import { SfCommand } from '@salesforce/sf-plugins-core';
import { toSfError } from './failures.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

/** A command of this plugin: its failures reach the user as errors with a next step, and a signal ends it quietly. */
export abstract class RapportCommand<Result> extends SfCommand<Result> {
  protected override async init(): Promise<void> {
    await super.init();
    // SfCommand's own listeners throw from within the signal, which Node shows as a crash with a stack
    for (const signal of signals) {
      process.removeAllListeners(signal);
      process.once(signal, () => this.onSignal());
    }
  }

  /** Ends the process at once: whatever was acknowledged is on disk. */
  protected onSignal(): void {
    process.exit(130);
  }

  /** An error as JSON says what happened and what to do; its stack is for who develops, as in text. */
  public override logJson(json: unknown): void {
    const isError = typeof json === 'object' && json !== null && 'stack' in json;
    super.logJson(isError && !isDevelopment() ? { ...json, stack: undefined } : json);
  }

  protected override async catch(error: Error): Promise<never> {
    return super.catch(toSfError(error) as Error);
  }
}

/** Whether the Salesforce CLI's own switch for developers is on: `SF_ENV=development`. */
function isDevelopment(): boolean {
  return process.env['SF_ENV'] === 'development';
}
