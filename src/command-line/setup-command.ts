import { Messages } from '@salesforce/core';
import { SalesforceFailure } from '../salesforce/failure.ts';
import { RapportCommand } from './rapport-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.setup');

const ownKinds = ['Session', 'Unreachable', 'Later'];

/** A command that sets up, checks or reads an org: it has no outbox, and says nothing of waiting answers. */
export abstract class SetupCommand<Result> extends RapportCommand<Result> {
  protected override async catch(error: Error): Promise<never> {
    if (!(error instanceof SalesforceFailure)) return super.catch(error);
    const kind = `${error.kind.charAt(0).toUpperCase()}${error.kind.slice(1)}`;
    const known = ownKinds.includes(kind) ? kind : 'Refused';
    return super.catch(messages.createError(`setup${known}`, [error.code, error.message]));
  }
}
