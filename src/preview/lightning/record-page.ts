import { readFile } from 'node:fs/promises';
import { XMLParser } from 'fast-xml-parser';
import type { PlacedComponent } from '../page-session.ts';

/** A part of the page: `header`, `main`, `sidebar`, as its template names them. */
export interface PageRegion {
  name: string;
  components: readonly PlacedComponent[];
  /** Whether the page puts components of Salesforce's own there, other than the record's header. */
  hasStandardComponents: boolean;
}

/** A record page as far as the preview shows it. */
export interface RecordPage {
  /** Whether the page has the standard header of a record. */
  hasRecordHeader: boolean;
  regions: readonly PageRegion[];
}

interface Property {
  name: string;
  value?: string;
}

interface Region {
  name: string;
  type: string;
  itemInstances?: {
    componentInstance?: { componentName: string; componentInstanceProperties?: Property[] };
  }[];
}

interface FlexiPageFile {
  FlexiPage?: { flexiPageRegions?: Region[]; sobjectType?: string; type?: string };
}

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  isArray: (name) => ['flexiPageRegions', 'itemInstances', 'componentInstanceProperties'].includes(name),
});

/** The standard header of a record. */
const recordHeader = 'force:highlightsPanel';

/**
 * Reads the first record page of an object among the files. Of standard components only the record's header is known;
 * of others, such as tabs, the components of the package within them are shown one below the other.
 * Source: Metadata API Developer Guide, "FlexiPage".
 * @param isComponent whether the package has a component of that name
 * @returns undefined when no file is a record page of the object
 */
export async function readRecordPage(
  files: readonly string[],
  objectName: string,
  isComponent: (name: string) => boolean,
): Promise<RecordPage | undefined> {
  for (const path of files) {
    const { FlexiPage: page } = parser.parse(await readFile(path, 'utf8')) as FlexiPageFile;
    if (page?.type === 'RecordPage' && page.sobjectType === objectName) {
      return arrangement(page.flexiPageRegions ?? [], isComponent);
    }
  }
  return undefined;
}

function arrangement(regions: readonly Region[], isComponent: (name: string) => boolean): RecordPage {
  const facets = new Map(regions.filter(({ type }) => type === 'Facet').map((facet) => [facet.name, facet]));
  let hasRecordHeader = false;
  const componentsOf = (region: Region, above: readonly Region[]): PlacedComponent[] =>
    instancesOf(region).flatMap(({ componentName, componentInstanceProperties: properties = [] }) => {
      if (componentName === recordHeader) hasRecordHeader = true;
      const name = componentName.replace(/^c:/, '');
      if (isComponent(name)) return [{ name, properties: valuesOf(properties) }];
      return properties
        .map(({ value }) => facets.get(value ?? ''))
        .filter((facet) => facet !== undefined && !above.includes(facet))
        .flatMap((facet) => (facet === undefined ? [] : componentsOf(facet, [...above, facet])));
    });
  const shown = regions
    .filter(({ type }) => type === 'Region')
    .map((region) => ({
      name: region.name,
      components: componentsOf(region, [region]),
      hasStandardComponents: instancesOf(region).some(
        ({ componentName }) =>
          componentName.includes(':') && !/^(c:|force:highlightsPanel$)/.test(componentName),
      ),
    }));
  const filled = shown.filter(
    ({ components, hasStandardComponents }) => components.length > 0 || hasStandardComponents,
  );
  return { hasRecordHeader, regions: filled };
}

function instancesOf({ itemInstances = [] }: Region) {
  return itemInstances.flatMap(({ componentInstance }) =>
    componentInstance === undefined ? [] : [componentInstance],
  );
}

function valuesOf(properties: readonly Property[]): Record<string, string> {
  return Object.fromEntries(properties.map(({ name, value }) => [name, value ?? '']));
}
