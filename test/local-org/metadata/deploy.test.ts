import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { DeployError } from '../../../src/local-org/metadata/problems.ts';
import { openOrg } from '../../../src/local-org/org.ts';
import type { Org } from '../../../src/local-org/org.ts';
import { givePermissionSet, MACHINE_PROJECT, NOW, openMachineOrg, savedId } from '../project/machine-org.ts';

const SOURCE = 'force-app/main/default';

function metadata(type: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${type}>\n`;
}

describe('deploying a project', () => {
  let project: string;
  let org: Org;
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'local-org-project-'));
    cpSync(MACHINE_PROJECT, project, { recursive: true });
    org = openOrg({ directory: undefined, clock: () => NOW });
  });
  afterEach(() => {
    org.close();
    rmSync(project, { recursive: true, force: true });
  });

  function write(file: string, content: string): void {
    const path = join(project, SOURCE, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  function field(object: string, name: string, content: string): void {
    write(
      `objects/${object}/fields/${name}.field-meta.xml`,
      metadata('CustomField', `<fullName>${name}</fullName>${content}`),
    );
  }
  function seenBy(permissionSet: string, name: string): void {
    const permission = `<fieldPermissions><editable>true</editable><field>${name}</field><readable>true</readable></fieldPermissions>`;
    write(
      `permissionsets/${permissionSet}.permissionset-meta.xml`,
      metadata('PermissionSet', `${permission}<label>${permissionSet}</label>`),
    );
  }
  async function problems(): Promise<string[]> {
    try {
      await org.deploy(project);
      return [];
    } catch (error) {
      if (!(error instanceof DeployError)) throw error;
      return error.problems.map(
        ({ fileName, fullName, problem }) => `${fileName.split('/').at(-1)} ${fullName}: ${problem}`,
      );
    }
  }

  it('makes its objects, with labels in their languages', async () => {
    const result = await org.deploy(project);
    expect(result.unchanged).to.equal(false);
    const machine = org.schema.objects.get('machine__c');
    expect(machine).to.include({
      label: 'Machine',
      labelPlural: 'Machines',
      keyPrefix: 'a00',
      sharingModel: 'ReadWrite',
    });
    expect(machine?.translations['fr']).to.deep.equal({ label: 'Appareil', labelPlural: 'Appareils' });
    const status = machine?.fields.get('status__c');
    expect(status?.translations).to.deep.equal({ fr: 'État' });
    expect(status?.picklist?.valueTranslations).to.deep.equal({ fr: { Running: 'En marche' } });
    expect(machine?.fields.get('name')?.translations).to.deep.equal({ fr: "Nom de l'appareil" });
    const master = org.schema.objects.get('repair__c')?.fields.get('machine__c');
    expect(master?.reference).to.include({
      relationshipName: 'Machine__r',
      childRelationshipName: 'Repairs__r',
      onDelete: 'cascade',
    });
    expect(org.schema.objects.get('repair__c')?.fields.has('ownerid')).to.equal(false);
    expect(org.schema.objects.get('account')?.fields.get('machines_allowed__c')?.custom).to.equal(true);
  });

  it('records what it has no behaviour for', async () => {
    const { components } = await org.deploy(project);
    const tab = components.find((component) => component.type === 'CustomTab');
    expect(tab).to.include({
      fullName: 'Machine__c',
      hasBehaviour: false,
      fileName: `${SOURCE}/tabs/Machine__c.tab-meta.xml`,
    });
    expect(components.find((component) => component.fullName === 'Machine__c.Power__c')).to.include({
      hasBehaviour: true,
    });
  });

  it('adds fields later and keeps the records', async () => {
    await org.deploy(project);
    const admin = { userId: org.adminUserId };
    const id = savedId(org.create(admin, 'Machine__c', [{ Name: 'Press' }]));
    expect((await org.deploy(project)).unchanged).to.equal(true);
    field('Machine__c', 'Colour__c', '<label>Colour</label><type>Text</type><length>10</length>');
    seenBy('Painter', 'Machine__c.Colour__c');
    expect((await org.deploy(project)).unchanged).to.equal(false);
    givePermissionSet(org, admin.userId, 'Painter');
    savedId(org.update(admin, 'Machine__c', [{ Id: id, Colour__c: 'red' }]));
    expect(org.retrieve(admin, 'Machine__c', [id], ['Name', 'Colour__c'])[0]).to.include({
      Name: 'Press',
      Colour__c: 'red',
    });
  });

  it('shows a custom field to nobody, not even to an administrator, until a permission set opens it', async () => {
    await org.deploy(project);
    const admin = { userId: org.adminUserId };
    const sees = () =>
      [...(org.schema.objects.get('machine__c')?.fields.values() ?? [])]
        .map(({ name }) => name)
        .filter((name) => name.endsWith('__c') && org.access(admin.userId).canReadField('Machine__c', name));
    expect(org.access(admin.userId).canDelete('Machine__c')).to.equal(true);
    expect(sees()).to.deep.equal(['Status__c']);
    expect(() => org.create(admin, 'Machine__c', [{ Name: 'Press', Power__c: 1 }])).to.throw(
      "No such column 'Power__c' on sobject of type Machine__c",
    );
    expect(org.access(admin.userId).canReadField('Account', 'Machines_Allowed__c')).to.equal(false);
    expect(org.access(admin.userId).canEditField('Account', 'Industry')).to.equal(true);
    givePermissionSet(org, admin.userId, 'Machine_Admin');
    expect(sees()).to.include.members(['Power__c', 'Title__c', 'Open_Visits__c', 'Paint__c']);
    savedId(org.create(admin, 'Machine__c', [{ Name: 'Press', Power__c: 1 }]));
  });

  it('keeps translations that came from another project', async () => {
    await org.deploy(project);
    rmSync(join(project, SOURCE, 'objectTranslations'), { recursive: true });
    field('Machine__c', 'Colour__c', '<label>Colour</label><type>Text</type><length>10</length>');
    expect((await org.deploy(project)).unchanged).to.equal(false);
    const machine = org.schema.objects.get('machine__c');
    expect(machine?.fields.get('status__c')).to.deep.include({ translations: { fr: 'État' } });
    expect(machine?.fields.get('status__c')?.picklist?.valueTranslations).to.deep.equal({
      fr: { Running: 'En marche' },
    });
    expect(machine?.fields.get('name')?.translations).to.deep.equal({ fr: "Nom de l'appareil" });
    expect(
      machine?.validationRules.find((rule) => rule.name === 'Power_Not_Negative')?.messageTranslations,
    ).to.deep.equal({ fr: 'La puissance ne peut être négative.' });
  });

  it('is refused as a whole, with every problem named by file and component', async () => {
    field(
      'Machine__c',
      'A__c',
      '<label>A</label><type>Number</type><precision>3</precision><scale>0</scale><formula>Nothing__c + 1</formula>',
    );
    field(
      'Machine__c',
      'B__c',
      '<label>B</label><type>Lookup</type><referenceTo>Widget__c</referenceTo><relationshipName>Bs</relationshipName>',
    );
    field(
      'Machine__c',
      'C__c',
      '<label>C</label><type>Lookup</type><referenceTo>Account</referenceTo><relationshipName>Machines</relationshipName>',
    );
    write(
      'objects/Machine__c/validationRules/Bad.validationRule-meta.xml',
      metadata(
        'ValidationRule',
        '<fullName>Bad</fullName><active>true</active><errorConditionFormula>VLOOKUP(Name) = 1</errorConditionFormula><errorMessage>m</errorMessage>',
      ),
    );
    expect((await problems()).sort()).to.deep.equal([
      'A__c.field-meta.xml Machine__c.A__c: Field Nothing__c does not exist. Check spelling.',
      "B__c.field-meta.xml Machine__c.B__c: referenceTo value of 'Widget__c' does not resolve to a valid sObject type",
      'Bad.validationRule-meta.xml Machine__c.Bad: The local org does not know the function VLOOKUP',
      'C__c.field-meta.xml Machine__c.C__c: There is already a Child Relationship named Machines__r on Account (Machine__c.Account__c)',
    ]);
    expect(org.schema.objects.has('machine__c')).to.equal(false);
  });

  it('is refused for field permissions that no org takes', async () => {
    const permission = (name: string, editable: boolean): string =>
      `<fieldPermissions><editable>${editable}</editable><field>${name}</field><readable>true</readable></fieldPermissions>`;
    const all = [
      'Machine__c.Status__c',
      'Repair__c.Machine__c',
      'Machine__c.CreatedDate',
      'Account.Name',
      'Machine__c.Title__c',
      'Machine__c.Gone__c',
    ];
    const content = all.map((name) => permission(name, true)).join('');
    const objectPermission = `<objectPermissions><allowCreate>true</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead><object>Repair__c</object></objectPermissions>`;
    const custom = '<customPermissions><enabled>true</enabled><name>Fly</name></customPermissions>';
    write(
      'permissionsets/Bad.permissionset-meta.xml',
      metadata('PermissionSet', `<label>Bad</label>${objectPermission}${content}${custom}`),
    );
    const file = 'Bad.permissionset-meta.xml Bad: ';
    expect(await problems()).to.deep.equal([
      `${file}Permission Read Repair__c depends on permission(s): Read Machine__c`,
      `${file}You cannot deploy to a required field: Machine__c.Status__c`,
      `${file}You cannot deploy to a required field: Repair__c.Machine__c`,
      `${file}You cannot deploy to a required field: Machine__c.CreatedDate`,
      `${file}You cannot deploy to a required field: Account.Name`,
      `${file}Field Machine__c.Title__c cannot be editable: the system computes it`,
      `${file}In field: field - no CustomField named machine__c.gone__c found`,
      `${file}In field: name - no CustomPermission named fly found`,
    ]);
  });

  it('is refused for field definitions that no org takes', async () => {
    field('Machine__c', 'A__c', '<label>A</label><type>Location</type>');
    field('Machine__c', 'B__c', '<label>B</label><type>Text</type>');
    field(
      'Machine__c',
      'C__c',
      '<label>C</label><type>Lookup</type><referenceTo>Account</referenceTo><required>true</required>',
    );
    field('Widget__c', 'D__c', '<label>D</label><type>Date</type>');
    expect((await problems()).sort()).to.deep.equal([
      'A__c.field-meta.xml Machine__c.A__c: Field type Location is not supported by the local org',
      "B__c.field-meta.xml Machine__c.B__c: Must specify 'length' for a CustomField of type Text",
      'C__c.field-meta.xml Machine__c.C__c: must specify either cascade delete or restrict delete for required lookup foreign key',
      'D__c.field-meta.xml Widget__c.D__c: no CustomObject named Widget__c found',
    ]);
  });

  it('is refused for code that would not run', async () => {
    write('classes/Hello.cls', 'public class Hello {}');
    write(
      'classes/Hello.cls-meta.xml',
      metadata('ApexClass', '<apiVersion>67.0</apiVersion><status>Active</status>'),
    );
    expect(await problems()).to.deep.equal([
      'Hello.cls-meta.xml Hello: Apex is not supported by the local org: it would have no effect',
    ]);
  });

  it('is refused for what would let through, or hide, what an org would not', async () => {
    field(
      'Machine__c',
      'A__c',
      '<label>A</label><type>Lookup</type><referenceTo>Account</referenceTo><lookupFilter><active>true</active></lookupFilter>',
    );
    field(
      'Machine__c',
      'B__c',
      '<label>B</label><type>Picklist</type><valueSet><controllingField>Status__c</controllingField></valueSet>',
    );
    write('profiles/Admin.profile-meta.xml', metadata('Profile', '<custom>false</custom>'));
    write(
      'objects/Machine__c/recordTypes/Big.recordType-meta.xml',
      metadata('RecordType', '<fullName>Big</fullName><active>true</active><label>Big</label>'),
    );
    expect((await problems()).sort()).to.deep.equal([
      'A__c.field-meta.xml Machine__c.A__c: Lookup filters are not supported by the local org: every parent would be taken',
      'Admin.profile-meta.xml Admin: A profile (the local org has three fixed ones) is not supported by the local org: it would have no effect',
      'B__c.field-meta.xml Machine__c.B__c: Dependent picklists are not supported by the local org: every value would be taken',
      'Big.recordType-meta.xml Machine__c.Big: A record type is not supported by the local org: it would have no effect',
    ]);
  });

  it('is refused when a formula goes round in a circle', async () => {
    const formula = (name: string): string =>
      `<label>X</label><type>Number</type><precision>18</precision><scale>0</scale><formula>${name} + 1</formula>`;
    field('Machine__c', 'A__c', formula('B__c'));
    field('Machine__c', 'B__c', formula('A__c'));
    expect(await problems()).to.deep.equal([
      'A__c.field-meta.xml Machine__c.A__c: The formula refers to itself',
      'B__c.field-meta.xml Machine__c.B__c: The formula refers to itself',
    ]);
  });

  it('is refused when a field would change its type, or become unique over equal values', async () => {
    await org.deploy(project);
    const admin = { userId: org.adminUserId };
    givePermissionSet(org, admin.userId, 'Machine_Admin');
    org.create(admin, 'Machine__c', [
      { Name: 'a', Service_Email__c: 'a@b.co' },
      { Name: 'b', Service_Email__c: 'A@b.co' },
    ]);
    field(
      'Machine__c',
      'Service_Email__c',
      '<label>E</label><type>Email</type><unique>true</unique><externalId>true</externalId>',
    );
    expect(await problems()).to.deep.equal([
      'Service_Email__c.field-meta.xml Machine__c.Service_Email__c: The field cannot be unique: records have the same value in it',
    ]);
    field('Machine__c', 'Service_Email__c', '<label>E</label><type>Date</type>');
    expect((await problems())[0]).to.contain('Cannot change the type of the field from email to date');
  });

  it('says so when there is no project', async () => {
    const missing = await org.deploy(join(project, 'nowhere')).catch((error: unknown) => String(error));
    expect(missing).to.contain('There is no sfdx-project.json');
  });

  it('gives every permission set a row', async () => {
    const machineOrg = await openMachineOrg();
    const rows = machineOrg.org.database
      .prepare('SELECT "Name", "Label" FROM "PermissionSet" WHERE "IsOwnedByProfile" = 0 ORDER BY "Name"')
      .all();
    expect(rows.map((row) => [row['Name'], row['Label']])).to.deep.equal([
      ['Machine_Admin', 'Machine Admin'],
      ['Machine_Keeper', 'Machine Keeper'],
      ['Machine_Reader', 'Machine Reader'],
      ['Repair_Logger', 'Repair Logger'],
    ]);
    machineOrg.org.close();
  });
});
