import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AuthInfo, Connection } from '@salesforce/core';
import { ComponentSet, RegistryAccess, SourceComponent } from '@salesforce/source-deploy-retrieve';
import type {
  DeployMessage,
  DeployResult,
  DestructiveChangesType,
  MetadataApiDeployOptions,
} from '@salesforce/source-deploy-retrieve';
import { startGardenOrg } from '../http/garden-org.ts';
import type { GardenOrg } from '../http/garden-org.ts';
import type { LocalOrgOptions } from '../../../src/local-org/start.ts';

const LIBRARY = fileURLToPath(new URL('library', import.meta.url));

/** How a test deploys. */
export interface DeployOptions {
  token?: string;
  rest?: boolean;
  checkOnly?: boolean;
}

/** A running org without a project, a project of books and loans to deploy to it, and the client that deploys. */
export class LibraryOrg {
  org!: GardenOrg;
  /** A copy of the project that a test may change. */
  readonly project: string;
  readonly #home: string;
  readonly #homeBefore = process.env.HOME;

  private constructor() {
    this.project = mkdtempSync(join(tmpdir(), 'local-org-library-'));
    cpSync(LIBRARY, this.project, { recursive: true });
    // @salesforce/core keeps its files below the home directory.
    this.#home = mkdtempSync(join(tmpdir(), 'local-org-home-'));
    process.env.HOME = this.#home;
  }

  static async start(): Promise<LibraryOrg> {
    const library = new LibraryOrg();
    library.org = await startGardenOrg({ projects: [] });
    return library;
  }

  async close(): Promise<void> {
    await this.org.close();
    process.env.HOME = this.#homeBefore;
    for (const directory of [this.project, this.#home]) rmSync(directory, { recursive: true, force: true });
  }

  async restart(options: Partial<LocalOrgOptions>): Promise<void> {
    await this.org.close();
    this.org = await startGardenOrg({ projects: [], ...options });
  }

  /** Where the metadata of the project is, or a folder of it. */
  source(folder = ''): string {
    return join(this.project, 'main', folder);
  }

  read(file: string): string {
    return readFileSync(this.source(file), 'utf8');
  }

  write(file: string, content: string): void {
    mkdirSync(dirname(this.source(file)), { recursive: true });
    writeFileSync(this.source(file), content);
  }

  writeField(name: string, content: string): void {
    this.write(
      `objects/Book__c/fields/${name}.field-meta.xml`,
      metadata('CustomField', `<fullName>${name}</fullName>${content}`),
    );
  }

  async connect(token = this.org.token): Promise<Connection> {
    const authInfo = await AuthInfo.create({
      username: token,
      accessTokenOptions: { accessToken: token, instanceUrl: this.org.url, loginUrl: this.org.url },
    });
    const connection = await Connection.create({ authInfo });
    connection.setApiVersion('67.0');
    return connection;
  }

  async deploySet(set: ComponentSet, options: DeployOptions = {}): Promise<DeployResult> {
    const apiOptions: MetadataApiDeployOptions['apiOptions'] = {
      rest: options.rest ?? false,
      checkOnly: options.checkOnly ?? false,
    };
    const deploy = await set.deploy({
      usernameOrConnection: await this.connect(options.token),
      apiOptions,
    });
    return await deploy.pollStatus(20, 60);
  }

  async deploy(options: DeployOptions & { from?: string } = {}): Promise<DeployResult> {
    const fsPaths = [options.from ?? this.source()];
    return await this.deploySet(ComponentSet.fromSource({ fsPaths }), options);
  }

  /** Gives the administrator a permission set: a deploy opens custom fields to no profile. */
  async assign(name: string): Promise<void> {
    const { connection, org } = this.org;
    const { records } = await connection.query<{ Id: string }>(
      `SELECT Id FROM PermissionSet WHERE Name = '${name}'`,
    );
    await connection
      .sobject('PermissionSetAssignment')
      .create({ AssigneeId: org.adminUserId, PermissionSetId: records[0]!.Id });
  }
}

/** A metadata file. */
export function metadata(type: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${type}>\n`;
}

/** One message or several, as SOAP leaves it open. */
export function messages(list: DeployMessage | DeployMessage[] | undefined): DeployMessage[] {
  return list === undefined ? [] : [list].flat();
}

/** The failures of a deploy, as `Type fullName (file): problem`. */
export function failures({ response }: DeployResult): string[] {
  return messages(response.details.componentFailures).map(
    ({ componentType, fullName, fileName, problem }) =>
      `${componentType} ${fullName} (${fileName}): ${problem}`,
  );
}

/** What became of each file, as `Created CustomField Book__c.Pages__c`; without the unchanged ones. */
export function changes(result: DeployResult): string[] {
  return result
    .getFileResponses()
    .map(({ state, type, fullName }) => `${String(state)} ${type} ${fullName}`)
    .filter((line) => !line.startsWith('Unchanged'));
}

/** Names a component in a destructive manifest. */
export function remove(set: ComponentSet, type: string, name: string, when: DestructiveChangesType): void {
  set.add(new SourceComponent({ name, type: new RegistryAccess().getTypeByName(type) }), when);
}
