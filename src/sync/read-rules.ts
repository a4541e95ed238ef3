import type { SalesforceOrg } from '../salesforce/org.ts';
import { findSettings } from '../salesforce/settings.ts';
import { defaultRules } from '../scoring/scoring-rules.ts';
import type { ScoringRules } from '../scoring/scoring-rules.ts';

/**
 * How the org's admin wants accounts scored. Days that make no sense count as not set.
 * @param otherwise what holds where nothing is set, or the user may not read the settings
 */
export async function readRules(
  org: SalesforceOrg,
  otherwise: ScoringRules = defaultRules,
): Promise<ScoringRules> {
  const { windowDays, silenceDays } = await findSettings(org);
  const orElse = (days: number | undefined, other: number) =>
    days !== undefined && days >= 1 ? days : other;
  return {
    windowDays: orElse(windowDays, otherwise.windowDays),
    silenceDays: orElse(silenceDays, otherwise.silenceDays),
  };
}
