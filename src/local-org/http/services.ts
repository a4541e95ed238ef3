import type { BulkJobs } from '../bulk/bulk-jobs.ts';
import type { Faults } from '../faults/faults.ts';
import type { Org } from '../org.ts';
import type { ClientStore } from '../sessions/client-store.ts';
import type { PasswordStore } from '../sessions/password-store.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import type { ApiUsage } from './api-usage.ts';
import type { DeployRequests } from './deploy-requests.ts';
import type { QueryLocators } from './query-locators.ts';

/** All that the HTTP server works with. */
export interface Services {
  org: Org;
  sessions: SessionStore;
  passwords: PasswordStore;
  clients: ClientStore;
  usage: ApiUsage;
  locators: QueryLocators;
  deploys: DeployRequests;
  bulk: BulkJobs;
  /** What goes wrong on demand; undefined unless the org was started with faults. */
  faults: Faults | undefined;
  /** Told of unexpected errors, with their id; never of tokens or passwords. */
  log: (message: string) => void;
}
