import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openOrg } from '../../src/local-org/org.ts';
import type { Org, SaveResult } from '../../src/local-org/org.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const demoFile = (name: string): string => readFileSync(`${project}config/demo/${name}`, 'utf8');

interface DemoUser {
  part: string;
  username: string;
  email: string;
  firstName: string;
  lastName: string;
  alias: string;
  language: string;
  locale: string;
  timeZone: string;
  profile: string;
  permissionSets: string[];
}

/** Noon of the reference date of the demo company. */
export const now = new Date('2026-06-30T12:00:00Z');

/** An org in memory that has taken in the package, the demo company and its users. */
export class DemoOrg {
  readonly org: Org;
  /** Ids of the users by part (`rep`, `kam`, `leader`, `admin`, `integration`). */
  readonly users = new Map<string, string>();
  /** Ids of the records by their reference in the demo files; those of users as `user:kam`. */
  readonly records = new Map<string, string>();

  private constructor(org: Org) {
    this.org = org;
  }

  static async open(): Promise<DemoOrg> {
    const demo = new DemoOrg(openOrg({ directory: undefined, clock: () => now }));
    await demo.org.deploy(project);
    demo.#makeUsers();
    demo.#importTree();
    return demo;
  }

  /** Creates one record as a user of the demo. */
  create(part: string, objectName: string, record: Record<string, unknown>): SaveResult {
    return only(this.org.create(this.#session(part), objectName, [record]));
  }

  /** Changes one record as a user of the demo. */
  update(part: string, objectName: string, record: Record<string, unknown>): SaveResult {
    return only(this.org.update(this.#session(part), objectName, [record]));
  }

  /** One field of a record as a user of the demo sees it. */
  read(part: string, objectName: string, id: string, field: string): unknown {
    return this.org.retrieve(this.#session(part), objectName, [id], [field])[0]?.[field];
  }

  /** Id of a record of the demo files. */
  id(referenceId: string): string {
    const id = this.records.get(referenceId);
    if (id === undefined) throw new Error(`The demo company has no ${referenceId}.`);
    return id;
  }

  #session(part: string): { userId: string } {
    const userId = this.users.get(part);
    if (userId === undefined) throw new Error(`The demo company has no user ${part}.`);
    return { userId };
  }

  #createAsAdmin(objectName: string, record: Record<string, unknown>): string {
    return idOf(only(this.org.create({ userId: this.org.adminUserId }, objectName, [record])));
  }

  #makeUsers(): void {
    const named = (table: string): Map<unknown, unknown> =>
      new Map(
        this.org.database
          .prepare(`SELECT Id, Name FROM "${table}"`)
          .all()
          .map((row) => [row['Name'], row['Id']]),
      );
    const profiles = named('Profile');
    const permissionSets = named('PermissionSet');
    // a deploy shows new fields to no profile, not even to that of the admin
    this.#createAsAdmin('PermissionSetAssignment', {
      AssigneeId: this.org.adminUserId,
      PermissionSetId: permissionSets.get('Feedback_Admin'),
    });
    for (const user of (JSON.parse(demoFile('users.json')) as { users: DemoUser[] }).users) {
      const id = this.#createAsAdmin('User', {
        Username: user.username,
        Email: user.email,
        FirstName: user.firstName,
        LastName: user.lastName,
        Alias: user.alias,
        LanguageLocaleKey: user.language,
        LocaleSidKey: user.locale,
        TimeZoneSidKey: user.timeZone,
        EmailEncodingKey: 'UTF-8',
        ProfileId: profiles.get(user.profile),
      });
      this.users.set(user.part, id);
      this.records.set(`user:${user.part}`, id);
      for (const name of user.permissionSets) {
        this.#createAsAdmin('PermissionSetAssignment', {
          AssigneeId: id,
          PermissionSetId: permissionSets.get(name),
        });
      }
    }
  }

  #importTree(): void {
    const plan = JSON.parse(demoFile('plan.json')) as { sobject: string; files: string[] }[];
    for (const { sobject, files } of plan) {
      for (const file of files) {
        const { records } = JSON.parse(demoFile(file)) as { records: Record<string, unknown>[] };
        for (const { attributes, ...fields } of records) {
          const { referenceId } = attributes as { referenceId: string };
          const resolved = Object.entries(fields).map(
            ([name, value]) => [name, this.#resolve(value)] as const,
          );
          this.records.set(referenceId, this.#createAsAdmin(sobject, Object.fromEntries(resolved)));
        }
      }
    }
  }

  #resolve(value: unknown): unknown {
    return typeof value === 'string' && value.startsWith('@') ? this.id(value.slice(1)) : value;
  }
}

/** The id of a saved record. Throws with the errors of one that was refused. */
export function idOf(result: SaveResult): string {
  if (result.id === undefined) throw new Error(JSON.stringify(result.errors));
  return result.id;
}

function only(results: SaveResult[]): SaveResult {
  const [result] = results;
  if (result === undefined) throw new Error('The org gave no result.');
  return result;
}
