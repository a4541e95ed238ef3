import type { MetadataType } from '@salesforce/source-deploy-retrieve';
import { PROFILES } from '../access/profiles.ts';
import { isRefusedType } from '../metadata/apply.ts';
import type { Org } from '../org.ts';
import { findUserById } from '../sessions/user-directory.ts';
import type { SoapResult } from './soap-envelope.ts';

/** The date that Salesforce gives to what every org has. */
const ALWAYS = '1970-01-01T00:00:00.000Z';

/** The kinds of metadata that the org takes. Source: Metadata API Developer Guide, "DescribeMetadataResult". */
export async function describeMetadata(): Promise<Record<string, SoapResult>> {
  const { registry } = await import('@salesforce/source-deploy-retrieve');
  const types = Object.values(registry.types).filter(
    (type) => !isRefusedType(type.name) && type.folderContentType === undefined,
  );
  return {
    metadataObjects: types.map((type) => ({
      childXmlNames: Object.values(type.children?.types ?? {})
        .filter(({ isAddressable }) => isAddressable !== false)
        .map(({ name }) => name),
      directoryName: type.directoryName,
      inFolder: type.inFolder === true,
      metaFile: type.strategies?.adapter === 'matchingContentFile',
      suffix: type.suffix,
      xmlName: type.name,
    })),
    organizationNamespace: '',
    partialSaveAllowed: false,
    testRequired: false,
  };
}

/** The components of a type that were deployed, and those that every org has. Source: same guide, "FileProperties". */
export async function listMetadata(org: Org, typeName: string): Promise<Record<string, SoapResult>[]> {
  const { registry } = await import('@salesforce/source-deploy-retrieve');
  const all: MetadataType[] = Object.values(registry.types);
  const type = all.find(({ name }) => name === typeName);
  const parent = all.find(({ children }) =>
    Object.values(children?.types ?? {}).some(({ name }) => name === typeName),
  );
  const fileNameOf = (fullName: string): string => {
    if (type !== undefined)
      return `${type.directoryName}/${fullName}${type.suffix === undefined ? '' : `.${type.suffix}`}`;
    const parentName = parent?.name === 'CustomLabels' ? 'CustomLabels' : fullName.split('.')[0];
    return `${parent?.directoryName ?? ''}/${parentName}.${parent?.suffix ?? ''}`;
  };
  const names = new Map<string, string>();
  const nameOf = (userId: string): string => {
    const known = names.get(userId) ?? findUserById(org.database, userId)?.name ?? '';
    names.set(userId, known);
    return known;
  };
  const always = { userId: org.adminUserId, at: ALWAYS };
  const deployed = [...org.schema.components.values()].filter((component) => component.type === typeName);
  const known = new Set(deployed.map(({ fullName }) => fullName));
  const standard = standardComponents(org, typeName).filter((fullName) => !known.has(fullName));
  return [...deployed, ...standard.map((fullName) => ({ fullName, created: always, changed: always }))].map(
    ({ fullName, created = always, changed = always }) => ({
      createdById: created.userId,
      createdByName: nameOf(created.userId),
      createdDate: created.at,
      fileName: fileNameOf(fullName),
      fullName,
      id: '',
      lastModifiedById: changed.userId,
      lastModifiedByName: nameOf(changed.userId),
      lastModifiedDate: changed.at,
      manageableState: 'unmanaged',
      type: typeName,
    }),
  );
}

function standardComponents(org: Org, typeName: string): string[] {
  switch (typeName) {
    case 'CustomObject':
      return [...org.schema.objects.values()].filter(({ custom }) => !custom).map(({ name }) => name);
    case 'Profile':
      return [...PROFILES.keys()];
    case 'Settings':
      return ['Language', 'Security'];
    default:
      return [];
  }
}
