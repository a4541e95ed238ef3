import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

function objectXml(label: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<CustomObject ${NAMESPACE}>
    <deploymentStatus>Deployed</deploymentStatus>
    <label>${label}</label>
    <nameField><label>Name</label><type>Text</type></nameField>
    <pluralLabel>${label}s</pluralLabel>
    <sharingModel>ControlledByParent</sharingModel>
</CustomObject>`;
}

function masterXml(label: string, isReparentable: boolean): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<CustomField ${NAMESPACE}>
    <fullName>Account__c</fullName>
    <label>Account</label>
    <type>MasterDetail</type>
    <referenceTo>Account</referenceTo>
    <relationshipName>${label}s</relationshipName>
    <relationshipOrder>0</relationshipOrder>
    <reparentableMasterDetail>${isReparentable}</reparentableMasterDetail>
    <writeRequiresMasterRead>false</writeRequiresMasterRead>
</CustomField>`;
}

const EDITOR_XML = `<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet ${NAMESPACE}>
    <label>Account Editor</label>
    <objectPermissions>
        <allowCreate>true</allowCreate>
        <allowDelete>false</allowDelete>
        <allowEdit>true</allowEdit>
        <allowRead>true</allowRead>
        <modifyAllRecords>false</modifyAllRecords>
        <object>Account</object>
        <viewAllRecords>false</viewAllRecords>
    </objectPermissions>
</PermissionSet>`;

/**
 * Two details of accounts: pledges may move to another account, deeds may not; and a permission set `Account_Editor`, which does
 * not let accounts be deleted. Returns the directory of the project.
 */
export function writeAccountDetailsProject(): string {
  const project = mkdtempSync(join(tmpdir(), 'account-details-'));
  writeFileSync(
    join(project, 'sfdx-project.json'),
    JSON.stringify({ packageDirectories: [{ path: 'app', default: true }], sourceApiVersion: '67.0' }),
  );
  for (const [label, isReparentable] of [
    ['Pledge', true],
    ['Deed', false],
  ] as const) {
    const object = join(project, 'app', 'objects', `${label}__c`);
    mkdirSync(join(object, 'fields'), { recursive: true });
    writeFileSync(join(object, `${label}__c.object-meta.xml`), objectXml(label));
    writeFileSync(join(object, 'fields', 'Account__c.field-meta.xml'), masterXml(label, isReparentable));
  }
  mkdirSync(join(project, 'app', 'permissionsets'));
  writeFileSync(join(project, 'app', 'permissionsets', 'Account_Editor.permissionset-meta.xml'), EDITOR_XML);
  return project;
}

/** Forgets the project. */
export function removeProject(project: string): void {
  rmSync(project, { recursive: true, force: true });
}
