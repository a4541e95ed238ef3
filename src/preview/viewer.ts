import type { PreviewUser } from './page-request.ts';

/** What an org says of the user who is signed in, as far as the preview needs it. */
export interface UserInfo {
  preferred_username: string;
  name: string;
  /** `en_US` */
  language: string;
  /** Salesforce's name of the locale: `en_GB`, but also `de_DE_EURO`. */
  locale: string;
  /** IANA name of the time zone. */
  zoneinfo: string;
}

/**
 * The signed-in user of an org as one who looks at the preview.
 * Source: Salesforce Help, "User Info Endpoint Response".
 */
export function viewerOf(info: UserInfo, instanceUrl: string): PreviewUser {
  return {
    username: info.preferred_username,
    name: info.name,
    role: new URL(instanceUrl).host,
    language: info.language,
    locale: knownLocale(info.locale),
    timeZone: info.zoneinfo,
  };
}

/** Some of Salesforce's locales name a currency as well, which the standard does not know. */
function knownLocale(name: string): string | undefined {
  const parts = name.split('_');
  const names = [parts, parts.slice(0, 2), parts.slice(0, 1)].map((some) => some.join('_'));
  return names.find((one) => isKnown(one.replaceAll('_', '-')));
}

function isKnown(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
