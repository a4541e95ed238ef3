import { API_VERSION } from '../schema/api-version.ts';

const OLDEST_VERSION = 31;
const NEWEST_VERSION = Number(API_VERSION.split('.')[0]);
/** Version 31.0 was Summer '14; three releases a year since, Spring first. */
const SEASONS = ['Summer', 'Winter', 'Spring'];

/** The API versions of the org, as `GET /services/data` lists them: oldest first. */
export function listVersions(): { label: string; url: string; version: string }[] {
  const versions: { label: string; url: string; version: string }[] = [];
  for (let version = OLDEST_VERSION; version <= NEWEST_VERSION; version += 1) {
    versions.push({
      label: releaseName(version),
      url: `/services/data/v${version}.0`,
      version: `${version}.0`,
    });
  }
  return versions;
}

/** The release that brought a version: 31 → Summer '14, 32 → Winter '15, 33 → Spring '15, 34 → Summer '15. */
function releaseName(version: number): string {
  const step = version - OLDEST_VERSION;
  const season = SEASONS[step % 3]!;
  const year = 14 + Math.ceil(step / 3);
  return `${season} '${String(year).padStart(2, '0')}`;
}
