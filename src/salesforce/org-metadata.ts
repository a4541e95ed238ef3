import { asFailure, kindOf, SalesforceFailure } from './failure.ts';
import type { OrgConnection } from './org.ts';
import { WholeAnswerTransport } from './transport.ts';

/** What is needed of a client's Metadata API: jsforce has it, and so has the Salesforce CLI's connection. */
export interface MetadataConnection extends OrgConnection {
  readonly metadata: {
    list(queries: { type: string }[]): PromiseLike<unknown>;
    read(type: string, fullName: string): PromiseLike<unknown>;
    deploy(zip: Buffer, options: object): PromiseLike<unknown>;
    checkDeployStatus(id: string, includeDetails: boolean): PromiseLike<unknown>;
  };
}

/** A component that the org did not take, and why. */
export interface DeployProblem {
  type: string;
  fullName: string;
  problem: string;
}

interface OrgMetadataOptions {
  /** Milliseconds between two questions whether a deploy has ended. */
  pollMilliseconds?: number;
  /** Minutes after which a deploy counts as lost. */
  patienceMinutes?: number;
  sleep?: (milliseconds: number) => Promise<void>;
}

/** Most types of one listMetadata call (Metadata API Developer Guide, "listMetadata()"). */
const mostTypesPerCall = 3;

/** Within this time the Metadata API answers a single call. */
const timeoutSeconds = 120;

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/**
 * What is set up in an org, through the Metadata API: it shows components whatever the user's permissions on their data
 * are, and needs the right to modify metadata.
 *
 * Every method rejects with {@link SalesforceFailure}.
 */
export class OrgMetadata {
  readonly #connection: MetadataConnection;
  readonly #options: Required<OrgMetadataOptions>;

  constructor(connection: MetadataConnection, options: OrgMetadataOptions = {}) {
    this.#connection = connection;
    connection._transport = new WholeAnswerTransport(timeoutSeconds);
    this.#options = { pollMilliseconds: 1000, patienceMinutes: 30, sleep: pause, ...options };
  }

  /** The full names of all components of some types, by type: `CustomField` → `Account.Feedback_NPS__c`, … */
  async list<Type extends string>(types: readonly Type[]): Promise<Record<Type, Set<string>>> {
    const names = Object.fromEntries(types.map((type) => [type, new Set<string>()]));
    for (let start = 0; start < types.length; start += mostTypesPerCall) {
      const queries = types.slice(start, start + mostTypesPerCall).map((type) => ({ type }));
      const answer = await this.#ask(() => this.#connection.metadata.list(queries));
      for (const { type, fullName } of asList<{ type: string; fullName: string }>(answer)) {
        names[type]?.add(decodeURIComponent(fullName));
      }
    }
    return names as Record<Type, Set<string>>;
  }

  /** One component as the org has it; undefined when it has none of that name. */
  async read(type: string, fullName: string): Promise<Record<string, unknown> | undefined> {
    const answer = await this.#ask(() => this.#connection.metadata.read(type, fullName));
    const component = answer as Record<string, unknown> | null | undefined;
    return component?.['fullName'] === undefined ? undefined : component;
  }

  /**
   * Deploys components, all or none of them.
   * @param zip a package in metadata format, with its `package.xml`
   * @returns what the org refused; nothing when it took all
   */
  async deploy(zip: Buffer): Promise<DeployProblem[]> {
    const { pollMilliseconds, patienceMinutes, sleep } = this.#options;
    const options = { rollbackOnError: true, singlePackage: true };
    const { id } = (await this.#ask(() => this.#connection.metadata.deploy(zip, options))) as { id: string };
    for (let waited = 0; waited < patienceMinutes * 60_000; waited += pollMilliseconds) {
      const status = (await this.#ask(() =>
        this.#connection.metadata.checkDeployStatus(id, true),
      )) as DeployStatus;
      if (status.done) return problemsOf(status);
      await sleep(pollMilliseconds);
    }
    const message = `the deploy ${id} has not ended within ${patienceMinutes} minutes`;
    throw new SalesforceFailure('unreachable', 'DEPLOY_NOT_ENDED', message);
  }

  async #ask(call: () => PromiseLike<unknown>): Promise<unknown> {
    try {
      return await call();
    } catch (error) {
      const { code, message, kind } = asFailure(error);
      // a SOAP fault names its code with the prefix of its namespace: sf:INVALID_SESSION_ID
      const bare = code.replace(/^\w+:/, '');
      const bareKind = bare === code ? kind : kindOf(bare, message);
      // and repeats it before the message
      const text = message.startsWith(`${bare}: `) ? message.slice(bare.length + 2) : message;
      throw new SalesforceFailure(bareKind === 'tryAgain' ? 'unreachable' : bareKind, bare, text, error);
    }
  }
}

interface DeployMessage {
  componentType?: string | null;
  fullName: string;
  problem?: string | null;
}

interface DeployStatus {
  done: boolean;
  success: boolean;
  errorMessage?: string | null;
  details?: { componentFailures?: DeployMessage | DeployMessage[] | null } | null;
}

function problemsOf({ success, errorMessage, details }: DeployStatus): DeployProblem[] {
  if (success) return [];
  const failures = asList<DeployMessage>(details?.componentFailures);
  if (failures.length === 0)
    return [{ type: '', fullName: '', problem: errorMessage ?? 'the deploy failed' }];
  return failures.map(({ componentType, fullName, problem }) => ({
    type: componentType ?? '',
    fullName,
    problem: problem ?? '',
  }));
}

/** SOAP knows no lists: one element comes as itself, none as nothing. */
function asList<Item>(value: unknown): Item[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as Item[];
}
