import type { DatabaseSync } from 'node:sqlite';

/** What sign-in and identity answers need of a user. Texts are empty where the user has none. */
export interface OrgUser {
  id: string;
  username: string;
  isActive: boolean;
  firstName: string;
  lastName: string;
  name: string;
  email: string;
  nickname: string;
  /** Language of labels and messages, e.g. `en_US`. */
  language: string;
  locale: string;
  /** IANA name, e.g. `Europe/Paris`. */
  timeZone: string;
  profileId: string;
  /** As stored: `2026-07-01T09:30:00.000Z`. */
  lastModifiedAt: string;
}

/** The user of that name (case does not matter), active or not. */
export function findUserByUsername(database: DatabaseSync, username: string): OrgUser | undefined {
  const row = database
    .prepare('SELECT * FROM "User" WHERE "Username" = ? COLLATE NOCASE AND "IsDeleted" = 0')
    .get(username);
  return row === undefined ? undefined : toUser(row);
}

/** The user of that id (18 characters), active or not. */
export function findUserById(database: DatabaseSync, userId: string): OrgUser | undefined {
  const row = database.prepare('SELECT * FROM "User" WHERE "Id" = ? AND "IsDeleted" = 0').get(userId);
  return row === undefined ? undefined : toUser(row);
}

function toUser(row: Record<string, unknown>): OrgUser {
  const text = (column: string): string => (typeof row[column] === 'string' ? row[column] : '');
  const fullName = [text('FirstName'), text('LastName')].filter((part) => part !== '').join(' ');
  return {
    id: text('Id'),
    username: text('Username'),
    isActive: Number(row.IsActive) === 1,
    firstName: text('FirstName'),
    lastName: text('LastName'),
    name: text('Name') === '' ? fullName : text('Name'),
    email: text('Email'),
    nickname: text('CommunityNickname') === '' ? text('Alias') : text('CommunityNickname'),
    language: text('LanguageLocaleKey') === '' ? 'en_US' : text('LanguageLocaleKey'),
    locale: text('LocaleSidKey') === '' ? 'en_US' : text('LocaleSidKey'),
    timeZone: text('TimeZoneSidKey') === '' ? 'UTC' : text('TimeZoneSidKey'),
    profileId: text('ProfileId'),
    lastModifiedAt: text('LastModifiedDate'),
  };
}
