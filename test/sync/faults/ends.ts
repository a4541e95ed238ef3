import { OutboxError } from '../../../src/outbox/outbox.ts';
import { SalesforceFailure } from '../../../src/salesforce/failure.ts';

/** How work ended: only what is said to be possible may be its end. */
export async function endOf(work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    const isSaid = error instanceof SalesforceFailure || error instanceof OutboxError;
    if (!isSaid || ['UNEXPECTED', 'failed', 'otherOrg', 'notAnOutbox'].includes(error.code)) throw error;
    return error.code;
  }
}

/** Waits for something within this process. */
export async function until(isTime: () => boolean): Promise<void> {
  while (!isTime()) await new Promise((resolve) => setTimeout(resolve, 2));
}
