import { asFailure } from './failure.ts';
import type { SalesforceOrg } from './org.ts';

/** The settings of the org as far as the numbers need them; absent is what the admin has left empty. */
export interface FoundSettings {
  windowDays?: number;
  silenceDays?: number;
}

/**
 * What the admin has set in Setup, in the record `Default` of Feedback Setting. Without the record, or for a user who
 * may not read it, nothing is set.
 */
export async function findSettings(org: SalesforceOrg): Promise<FoundSettings> {
  try {
    const [row] = await org.query<{ Window_Days__c: number | null; Silence_Days__c: number | null }>(
      "SELECT Window_Days__c, Silence_Days__c FROM Feedback_Setting__mdt WHERE DeveloperName = 'Default'",
    );
    return { windowDays: row?.Window_Days__c ?? undefined, silenceDays: row?.Silence_Days__c ?? undefined };
  } catch (error) {
    if (asFailure(error).code === 'INVALID_TYPE') return {};
    throw error;
  }
}
