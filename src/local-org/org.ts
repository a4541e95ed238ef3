import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { computeAccess } from './access/access.ts';
import type { Access } from './access/access.ts';
import { Formulas } from './formula/formulas.ts';
import { dropRemoved } from './metadata/delete-components.ts';
import { planDeploy } from './metadata/deploy.ts';
import type { ComponentOutcome, DeployResult, PlannedDeploy } from './metadata/deploy.ts';
import { DeployError } from './metadata/problems.ts';
import type { DeployProblem } from './metadata/problems.ts';
import type { PackageContents } from './metadata/read-package.ts';
import { packageDirectories, projectFingerprint, readProject } from './metadata/read-project.ts';
import type { RecordContext, RowDisturbance, SaveOptions, Session } from './records/context.ts';
import { deleteRecords } from './records/delete.ts';
import { mergeRecords } from './records/merge.ts';
import type { MergeResult } from './records/merge.ts';
import { emptyRecycleBin, hardDeleteRecords } from './records/recycle-bin.ts';
import { retrieveRecords } from './records/retrieve.ts';
import type { SaveResult } from './records/save-result.ts';
import { fillSummaries } from './records/summaries.ts';
import { createRecords, updateRecords, upsertRecords } from './records/write.ts';
import { fieldOf, objectOf } from './schema/schema.ts';
import type { Schema } from './schema/schema.ts';
import { schemaToText } from './schema/serialize.ts';
import { openSchema } from './standard-objects/standard-schema.ts';
import { openDatabase, Store } from './store/database.ts';
import type { StoredValue } from './store/database.ts';
import { openIdentity } from './standard-objects/first-rows.ts';
import type { OrgIdentity } from './standard-objects/first-rows.ts';
import { alignCustomMetadata } from './standard-objects/metadata-rows.ts';
import { alignPermissionRows } from './standard-objects/permission-rows.ts';
import { alignPermissionSets } from './standard-objects/permission-set-rows.ts';
import { alignProfileAssignments, alignProfileSets } from './standard-objects/profile-rows.ts';
import { readRow } from './store/rows.ts';
import { alignTables } from './store/tables.ts';

export type { Access } from './access/access.ts';
export type { DeployResult } from './metadata/deploy.ts';
export type { RowDisturbance, SaveOptions, Session } from './records/context.ts';
export type { MergeResult } from './records/merge.ts';
export type { SaveError, SaveResult } from './records/save-result.ts';

/** How an org is opened. */
export interface OrgOptions {
  /** Where `org.sqlite` is, or will be; in memory when undefined. */
  directory: string | undefined;
  clock: () => Date;
  /** User name of the first administrator; `admin@rapport.example` unless said. Used when the org is made. */
  adminUsername?: string;
  /** What disturbs its rows, for tests; nothing unless given. */
  disturbance?: RowDisturbance | undefined;
  /** Name of the organization; `Local Org` unless said. Used when the org is made. */
  organizationName?: string;
}

/**
 * A Salesforce-compatible org without its HTTP interface: metadata in, records in and out, permissions applied.
 */
export class Org implements RecordContext {
  readonly database: DatabaseSync;
  readonly store: Store;
  readonly clock: () => Date;
  readonly disturbance: RowDisturbance | undefined;
  readonly #identity: OrgIdentity;
  #schema: Schema;
  #formulas: Formulas;
  readonly #access = new Map<string, Access>();

  constructor(options: OrgOptions) {
    this.database = openDatabase(options.directory);
    this.store = new Store(this.database);
    this.clock = options.clock;
    this.disturbance = options.disturbance;
    this.#schema = openSchema(this.store.state('schema'));
    this.#identity = this.store.transact(() => {
      alignTables(this.store, this.#schema);
      const now = this.clock();
      const identity = openIdentity(
        this.store,
        this.#schema,
        {
          adminUsername: options.adminUsername ?? 'admin@rapport.example',
          organizationName: options.organizationName ?? 'Local Org',
        },
        now,
      );
      // An earlier version of the local org kept none of these rows.
      alignProfileSets(this.store, this.#schema, identity, now);
      alignProfileAssignments(this.store, this.#schema, identity, now);
      alignPermissionRows(this.store, this.#schema, identity, now);
      return identity;
    });
    this.#formulas = new Formulas(this.#schema, this.store, this.clock, this.organizationId);
    this.database.function('formula_value', (objectName, fieldName, recordId, userId) =>
      this.formulaValue(String(objectName), String(fieldName), String(recordId), String(userId)),
    );
  }

  /** All that was deployed, with the standard objects. A new object after each deploy. */
  get schema(): Schema {
    return this.#schema;
  }

  get formulas(): Formulas {
    return this.#formulas;
  }

  /** 18 characters, `00D…`. */
  get organizationId(): string {
    return this.#identity.organizationId;
  }

  get orgMark(): string {
    return this.#identity.orgMark;
  }

  /** The administrator that the org was made with. */
  get adminUserId(): string {
    return this.#identity.adminUserId;
  }

  /**
   * Deploys every package directory of an SFDX project, as a whole or not at all.
   * Throws DeployError with every problem found, naming file and component.
   */
  async deploy(projectDirectory: string): Promise<DeployResult> {
    const project = resolve(projectDirectory);
    const directories = packageDirectories(project);
    const fingerprint = projectFingerprint(project, directories);
    const name = `deployed:${project}`;
    if (this.store.state(name) === fingerprint)
      return { unchanged: true, components: [...this.#schema.components.values()] };
    const pieces = await readProject(project, directories);
    const { problems } = this.#carryOut({ pieces, deletions: [], problems: [] }, this.adminUserId, () =>
      this.store.setState(name, fingerprint),
    );
    if (problems.length > 0) throw new DeployError(problems);
    const { components } = this.#schema;
    return {
      unchanged: false,
      components: pieces.flatMap(({ type, fullName }) => components.get(`${type}:${fullName}`) ?? []),
    };
  }

  /**
   * Deploys what was read from a package, as a whole or not at all; with `checkOnly` nothing is kept. Whether the user
   * may deploy has been asked before.
   */
  deployPackage(
    session: Session,
    contents: PackageContents,
    { checkOnly = false }: { checkOnly?: boolean } = {},
  ): { outcomes: ComponentOutcome[]; problems: DeployProblem[] } {
    return this.#carryOut(contents, session.userId, checkOnly ? undefined : () => undefined);
  }

  /** Plans a deploy and does it, all in one transaction that is undone when there are problems, or no `remember`. */
  #carryOut(contents: PackageContents, userId: string, remember: (() => void) | undefined): PlannedDeploy {
    const keeps = ({ problems }: PlannedDeploy): boolean => problems.length === 0 && remember !== undefined;
    const planned = this.transact(() => {
      const now = this.clock();
      const by = { userId, at: now.toISOString() };
      const plan = planDeploy(this.store, this.#schema, contents, by);
      if (plan.problems.length > 0) return plan;
      dropRemoved(this.store, plan.removed);
      alignTables(this.store, plan.schema);
      alignPermissionSets(this.store, plan.schema, this.#identity, now);
      alignPermissionRows(this.store, plan.schema, this.#identity, now);
      alignCustomMetadata(this.store, plan.schema, this.#identity, now);
      fillSummaries(this.store, plan.schema);
      this.store.setState('schema', schemaToText(plan.schema));
      remember?.();
      return plan;
    }, keeps);
    if (!keeps(planned)) {
      this.store.forgetStatements();
      return planned;
    }
    this.#schema = planned.schema;
    this.#formulas = new Formulas(planned.schema, this.store, this.clock, this.organizationId);
    this.#access.clear();
    return planned;
  }

  /** The effective permissions of a user (id of 18 characters). A user who does not exist may do nothing. */
  access(userId: string): Access {
    const known = this.#access.get(userId);
    if (known !== undefined) return known;
    const access = computeAccess(this.store, this.#schema, userId);
    this.#access.set(userId, access);
    return access;
  }

  /** Told by the record operations; what follows from users and assignments is computed anew when they change. */
  recordsChanged(objectName: string): void {
    if (objectName === 'User') {
      this.store.transact(() =>
        alignProfileAssignments(this.store, this.#schema, this.#identity, this.clock()),
      );
    }
    if (objectName === 'User' || objectName === 'PermissionSetAssignment') this.#access.clear();
  }

  /**
   * Runs several operations and returns their result. Either all are kept or, when `work` throws or `keep` says no to
   * the result, none. May be nested.
   */
  transact<Result>(work: () => Result, keep: (result: Result) => boolean = () => true): Result {
    let kept = false;
    try {
      return this.store.transact(work, (result) => (kept = keep(result)));
    } finally {
      // Permissions may have been computed from what was undone.
      if (!kept) this.#access.clear();
    }
  }

  /** Creates records (JSON form). Throws SalesforceError when the request as a whole is wrong. */
  create(session: Session, objectName: string, records: unknown[], options: SaveOptions = {}): SaveResult[] {
    return createRecords(this, session, objectName, records, options);
  }

  /** Updates records (JSON form with `Id`). Throws SalesforceError when the request as a whole is wrong. */
  update(session: Session, objectName: string, records: unknown[], options: SaveOptions = {}): SaveResult[] {
    return updateRecords(this, session, objectName, records, options);
  }

  /** Creates or updates records by an external id. Throws SalesforceError when the request as a whole is wrong. */
  upsert(
    session: Session,
    objectName: string,
    externalIdField: string,
    records: unknown[],
    options: SaveOptions = {},
  ): SaveResult[] {
    return upsertRecords(this, session, objectName, externalIdField, records, options);
  }

  /** Moves records to the recycle bin, with their details. */
  delete(session: Session, ids: string[], options: SaveOptions = {}): SaveResult[] {
    return deleteRecords(this, session, ids, options);
  }

  /** Deletes records past the recycle bin, with their details; "Bulk API Hard Delete" is asked before. */
  hardDelete(session: Session, ids: string[], options: SaveOptions = {}): SaveResult[] {
    return hardDeleteRecords(this, session, ids, options);
  }

  /** Removes deleted records for good: the user's own, or with "Modify All Data" anyone's. */
  emptyRecycleBin(session: Session, ids: string[]): SaveResult[] {
    return emptyRecycleBin(this, session, ids);
  }

  /**
   * Merges up to two accounts or contacts into the one that `masterRecord` (JSON form with `Id`) names, as SOAP
   * `merge()` does. Throws SalesforceError when the request as a whole is wrong.
   */
  merge(
    session: Session,
    objectName: string,
    masterRecord: Record<string, unknown>,
    recordToMergeIds: string[],
  ): MergeResult {
    return mergeRecords(this, session, objectName, masterRecord, recordToMergeIds);
  }

  /** Records by id in JSON form, permissions applied; null for those that are not there. */
  retrieve(
    session: Session,
    objectName: string,
    ids: string[],
    fields: string[] | undefined,
  ): (Record<string, unknown> | null)[] {
    return retrieveRecords(this, session, objectName, ids, fields);
  }

  /** The value of a formula field of a stored record, in storage form; null when there is no such record. */
  formulaValue(objectName: string, fieldName: string, recordId: string, userId: string): StoredValue {
    const object = objectOf(this.#schema, objectName);
    const field = object === undefined ? undefined : fieldOf(object, fieldName);
    if (object === undefined || field?.formula === undefined) return null;
    const row = readRow(this.store, object, recordId);
    if (row === undefined) return null;
    return this.#formulas.fieldValue(object, field, { row, access: this.access(userId) });
  }

  /** Closes the database; the org cannot be used after. */
  close(): void {
    this.database.close();
  }
}

/** Opens an org, made anew where there is none. */
export function openOrg(options: OrgOptions): Org {
  return new Org(options);
}
