/** The points of an installation that are checked, in the order in which an admin would mend them. */
export const checks = [
  'components',
  'version',
  'defaults',
  'permissionSets',
  'integrationUser',
  'lightningWebSecurity',
  'personAccounts',
  'apiCalls',
  'storage',
] as const;
export type Check = (typeof checks)[number];

/** `failed`: Rapport does not work as it should. `warning`: it works, and something is to be known or done. */
export type FindingStatus = 'ok' | 'warning' | 'failed';

/** What one check found. The words for it belong to the command line: `code` names them, `values` go into them. */
export interface Finding {
  check: Check;
  status: FindingStatus;
  code: string;
  values: (string | number)[];
}

/** Makes the findings of one check. */
export function findingsOf(check: Check) {
  return (status: FindingStatus, code: string, ...values: (string | number)[]): Finding => ({
    check,
    status,
    code,
    values,
  });
}
