import type { OrgUser } from '../sessions/user-directory.ts';

/** Addresses of the org's services; `{version}` is filled in by the client. */
function serviceUrls(baseUrl: string, organizationId: string, userId: string): Record<string, string> {
  const rest = `${baseUrl}/services/data/v{version}/`;
  return {
    partner: `${baseUrl}/services/Soap/u/{version}/${organizationId}`,
    rest,
    sobjects: `${rest}sobjects/`,
    query: `${rest}query/`,
    profile: `${baseUrl}/${userId}`,
  };
}

/** The address that stands for a user in OAuth answers. */
export function identityUrl(baseUrl: string, organizationId: string, userId: string): string {
  return `${baseUrl}/id/${organizationId}/${userId}`;
}

/** Answer of `GET /id/ORG/USER`. Source: Salesforce Help, "Identity URLs", response parameters. */
export function identityAnswer(
  baseUrl: string,
  organizationId: string,
  user: OrgUser,
  now: Date,
): Record<string, unknown> {
  return {
    id: identityUrl(baseUrl, organizationId, user.id),
    asserted_user: true,
    user_id: user.id,
    organization_id: organizationId,
    username: user.username,
    nick_name: user.nickname,
    display_name: user.name,
    email: user.email,
    email_verified: true,
    first_name: user.firstName,
    last_name: user.lastName,
    timezone: user.timeZone,
    photos: { picture: null, thumbnail: null },
    addr_street: null,
    addr_city: null,
    addr_state: null,
    addr_country: null,
    addr_zip: null,
    mobile_phone: null,
    mobile_phone_verified: false,
    is_lightning_login_user: false,
    status: { created_date: null, body: null },
    urls: serviceUrls(baseUrl, organizationId, user.id),
    active: user.isActive,
    user_type: 'STANDARD',
    language: user.language,
    locale: user.locale,
    utcOffset: offsetMilliseconds(user.timeZone, now),
    last_modified_date: user.lastModifiedAt.replace('Z', '+0000'),
    is_app_installed: true,
  };
}

/** Answer of `/services/oauth2/userinfo`. Source: Salesforce Help, "User Info Endpoint Response". */
export function userInfoAnswer(
  baseUrl: string,
  organizationId: string,
  user: OrgUser,
  now: Date,
): Record<string, unknown> {
  return {
    sub: identityUrl(baseUrl, organizationId, user.id),
    user_id: user.id,
    organization_id: organizationId,
    preferred_username: user.username,
    nickname: user.nickname,
    name: user.name,
    email: user.email,
    email_verified: true,
    given_name: user.firstName,
    family_name: user.lastName,
    zoneinfo: user.timeZone,
    photos: { picture: null, thumbnail: null },
    profile: `${baseUrl}/${user.id}`,
    picture: null,
    address: {},
    is_salesforce_integration_user: false,
    urls: serviceUrls(baseUrl, organizationId, user.id),
    active: user.isActive,
    user_type: 'STANDARD',
    language: user.language,
    locale: user.locale,
    utcOffset: offsetMilliseconds(user.timeZone, now),
    updated_at: user.lastModifiedAt.replace('Z', '+0000'),
  };
}

/** How far a time zone is from UTC at `now`, in milliseconds (east is positive). */
function offsetMilliseconds(timeZone: string, now: Date): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /^GMT([+-])(\d{2}):(\d{2})$/.exec(name);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}
