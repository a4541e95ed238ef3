/** A component that a manifest names. */
export interface ManifestEntry {
  type: string;
  fullName: string;
}

/** In manifests a folder stands under the type of what is in it. */
const typesOfFolders: Partial<Record<string, string>> = {
  ReportFolder: 'Report',
  DashboardFolder: 'Dashboard',
};

/**
 * A manifest as Salesforce reads it (Metadata API Developer Guide, "Sample package.xml Manifest Files"), types and names
 * in alphabetical order.
 * @param apiVersion `67.0`
 */
export function manifestXml(entries: readonly ManifestEntry[], apiVersion: string): string {
  const types = Map.groupBy(entries, ({ type }) => typesOfFolders[type] ?? type);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Package xmlns="http://soap.sforce.com/2006/04/metadata">',
    ...[...types.keys()].toSorted().flatMap((type) => [
      '    <types>',
      ...(types.get(type) ?? [])
        .map(({ fullName }) => fullName)
        .toSorted()
        .map((name) => `        <members>${name}</members>`),
      `        <name>${type}</name>`,
      '    </types>',
    ]),
    `    <version>${apiVersion}</version>`,
    '</Package>',
    '',
  ].join('\n');
}
