import { SfCommand } from '@salesforce/sf-plugins-core';
import { toSfError } from './failures.ts';

/** A command of this plugin: its failures reach the user as errors with a next step. */
export abstract class RapportCommand<Result> extends SfCommand<Result> {
  protected override async catch(error: Error): Promise<never> {
    return super.catch(toSfError(error) as Error);
  }
}
