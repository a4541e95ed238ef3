import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { describeGlobal, describeObject } from '../../../src/local-org/describe/describe-object.ts';
import { userSchema } from '../../../src/local-org/graphql/build-schema.ts';
import { DeployError } from '../../../src/local-org/metadata/problems.ts';
import { openOrg } from '../../../src/local-org/org.ts';
import type { Org, Session } from '../../../src/local-org/org.ts';
import { runQuery } from '../../../src/local-org/soql/run-query.ts';
import { makeUser, MACHINE_PROJECT, NOW, refusal, savedId } from '../project/machine-org.ts';

const SOURCE = 'force-app/main/default';
const NAMESPACES =
  'xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';

function value(field: string, type: string, text: string): string {
  return `<values><field>${field}</field><value xsi:type="xsd:${type}">${text}</value></values>`;
}

describe('custom metadata', () => {
  let project: string;
  let org: Org;
  let admin: Session;
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'local-org-metadata-'));
    cpSync(MACHINE_PROJECT, project, { recursive: true });
    org = openOrg({ directory: undefined, clock: () => NOW });
    admin = { userId: org.adminUserId };
  });
  afterEach(() => {
    org.close();
    rmSync(project, { recursive: true, force: true });
  });

  function write(file: string, type: string, content: string): void {
    const path = join(project, SOURCE, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      `<?xml version="1.0" encoding="UTF-8"?>\n<${type} ${NAMESPACES}>${content}</${type}>\n`,
    );
  }
  function record(name: string, values: string, label = name): void {
    const content = `<label>${label}</label><protected>false</protected>${values}`;
    write(`customMetadata/Machine_Rule.${name}.md-meta.xml`, 'CustomMetadata', content);
  }
  function field(object: string, name: string, content: string): void {
    const all = `<fullName>${name}</fullName><label>${name}</label>${content}`;
    write(`objects/${object}/fields/${name}.field-meta.xml`, 'CustomField', all);
  }
  async function problems(): Promise<string[]> {
    try {
      await org.deploy(project);
      return [];
    } catch (error) {
      if (!(error instanceof DeployError)) throw error;
      return error.problems.map(({ fullName, problem }) => `${fullName}: ${problem}`);
    }
  }
  function query(soql: string, session = admin): Record<string, unknown>[] {
    const { records } = runQuery(org, session, soql, { includeDeleted: false });
    return records.map(({ attributes: _, ...fields }) => fields);
  }

  it('is deployed, and found by queries', async () => {
    await org.deploy(project);
    const rows = query(
      'SELECT Id, DeveloperName, MasterLabel, Label, QualifiedApiName, NamespacePrefix, Language, Active__c, Limit__c, Kind__c, Since__c, Note__c FROM Machine_Rule__mdt WHERE Limit__c > 900',
    );
    expect(rows).to.have.length(1);
    expect(rows[0]?.['Id']).to.match(/^m00/);
    expect(rows[0]).to.deep.include({
      DeveloperName: 'Strict',
      MasterLabel: 'Strict rule',
      Label: 'Strict rule',
      QualifiedApiName: 'Strict',
      NamespacePrefix: null,
      Language: 'en_US',
      Active__c: true,
      Limit__c: 900.5,
      Kind__c: 'Hard',
      Since__c: '2026-01-31',
      Note__c: null,
    });
    const [id] = [String(rows[0]?.['Id'])];
    expect(org.retrieve(admin, 'Machine_Rule__mdt', [id], ['MasterLabel'])[0]).to.include({
      MasterLabel: 'Strict rule',
    });
  });

  it('is described as custom and not to be written, without the fields that it has not', async () => {
    await org.deploy(project);
    const type = org.schema.objects.get('machine_rule__mdt');
    if (type === undefined) throw new Error('Machine_Rule__mdt was not deployed');
    const described = describeObject(org.schema, type, org.access(admin.userId), 'v67.0');
    expect(described).to.include({
      name: 'Machine_Rule__mdt',
      custom: true,
      keyPrefix: 'm00',
      createable: false,
      updateable: false,
      deletable: false,
      queryable: true,
    });
    const fields = described['fields'] as { name: string; createable: boolean; updateable: boolean }[];
    expect(fields.map(({ name }) => name)).to.have.members([
      'Id',
      'SystemModstamp',
      'DeveloperName',
      'MasterLabel',
      'Language',
      'NamespacePrefix',
      'Label',
      'QualifiedApiName',
      'Active__c',
      'Limit__c',
      'Kind__c',
      'Since__c',
      'Note__c',
    ]);
    expect(fields.some(({ createable, updateable }) => createable || updateable)).to.equal(false);
    expect(() => query('SELECT IsDeleted FROM Machine_Rule__mdt')).to.throw("No such column 'IsDeleted'");
  });

  it('is not written through the API, not even by an administrator', async () => {
    await org.deploy(project);
    const id = String(query('SELECT Id FROM Machine_Rule__mdt')[0]?.['Id']);
    expect(refusal(org.create(admin, 'Machine_Rule__mdt', [{ MasterLabel: 'New' }]))).to.equal(
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: entity type cannot be inserted: Machine Rule',
    );
    expect(refusal(org.update(admin, 'Machine_Rule__mdt', [{ Id: id, Limit__c: 1 }]))).to.equal(
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: entity type cannot be updated: Machine Rule',
    );
    expect(refusal(org.delete(admin, [id]))).to.equal(
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: entity type cannot be deleted: Machine Rule',
    );
    expect(query('SELECT Limit__c FROM Machine_Rule__mdt')).to.deep.equal([{ Limit__c: 900.5 }]);
  });

  it('is read by those who may customize the application, and by those to whom a permission set gives it', async () => {
    await org.deploy(project);
    const machineOrg = { org, admin };
    const reader = makeUser(machineOrg, 'Standard User', ['Machine_Reader']);
    const keeper = makeUser(machineOrg, 'Standard User', ['Machine_Keeper']);
    const soql = 'SELECT Limit__c FROM Machine_Rule__mdt';
    expect(query(soql, reader)).to.deep.equal([{ Limit__c: 900.5 }]);
    expect(() => query(soql, keeper)).to.throw("sObject type 'Machine_Rule__mdt' is not supported");
    const names = (session: Session): unknown[] => {
      const { sobjects } = describeGlobal(org.schema, org.access(session.userId), 'v67.0');
      return (sobjects as { name: string }[]).map(({ name }) => name);
    };
    expect(names(reader)).to.include('Machine_Rule__mdt');
    expect(names(keeper)).not.to.include('Machine_Rule__mdt');
  });

  it('changes by deploy: what a record leaves out stays, its id stays', async () => {
    await org.deploy(project);
    const before = query('SELECT Id FROM Machine_Rule__mdt');
    record('Strict', value('Limit__c', 'double', '12'), 'Stricter');
    await org.deploy(project);
    expect(query('SELECT Id FROM Machine_Rule__mdt')).to.deep.equal(before);
    expect(query('SELECT MasterLabel, Limit__c, Kind__c FROM Machine_Rule__mdt')).to.deep.equal([
      { MasterLabel: 'Stricter', Limit__c: 12, Kind__c: 'Hard' },
    ]);
  });

  it('has default values in a new record', async () => {
    record('New', value('Limit__c', 'double', '1'));
    await org.deploy(project);
    expect(
      query("SELECT Active__c, Kind__c, Since__c FROM Machine_Rule__mdt WHERE DeveloperName = 'New'"),
    ).to.deep.equal([{ Active__c: true, Kind__c: 'Soft', Since__c: null }]);
  });

  it('decides in validation rules, for users who may not read it', async () => {
    write(
      'objects/Machine__c/validationRules/Within_Limit.validationRule-meta.xml',
      'ValidationRule',
      '<fullName>Within_Limit</fullName><active>true</active><errorConditionFormula>AND($CustomMetadata.Machine_Rule__mdt.Strict.Active__c, Power__c &gt; $CustomMetadata.Machine_Rule__mdt.Strict.Limit__c)</errorConditionFormula><errorMessage>Too strong.</errorMessage>',
    );
    await org.deploy(project);
    const keeper = makeUser({ org, admin }, 'Standard User', ['Machine_Keeper']);
    const create = (Power__c: number) => org.create(keeper, 'Machine__c', [{ Name: 'Press', Power__c }]);
    expect(refusal(create(901))).to.equal('FIELD_CUSTOM_VALIDATION_EXCEPTION: Too strong.');
    savedId(create(900));
    record('Strict', value('Active__c', 'boolean', 'false'));
    await org.deploy(project);
    savedId(create(901));
  });

  it('is refused with values that do not fit, naming record and field', async () => {
    record('Number', value('Active__c', 'double', '1'));
    record('Big', value('Limit__c', 'double', '99999'));
    record('Text', value('Limit__c', 'double', 'many'));
    record('Choice', value('Kind__c', 'string', 'Medium') + value('Limit__c', 'double', '1'));
    record('Unknown', value('Colour__c', 'string', 'red'));
    record('Standard', value('DeveloperName', 'string', 'Else'));
    record('Untyped', '<values><field>Limit__c</field><value>5</value></values>');
    record('Empty', '');
    record('Wrong__Name', value('Limit__c', 'double', '1'));
    write('customMetadata/Nothing.Here.md-meta.xml', 'CustomMetadata', '<label>Here</label>');
    expect((await problems()).toSorted()).to.deep.equal([
      'Machine_Rule.Big: Field Limit__c: NUMBER_OUTSIDE_VALID_RANGE: Limit: value outside of valid range on numeric field: 99999',
      'Machine_Rule.Choice: Field Kind__c: INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: Kind: bad value for restricted picklist field: Medium',
      'Machine_Rule.Empty: Required fields are missing: [Limit__c]',
      'Machine_Rule.Number: Field Active__c: a value of type xsd:double does not fit a field of type boolean, which takes xsd:boolean',
      'Machine_Rule.Standard: no CustomField named Machine_Rule__mdt.DeveloperName found',
      'Machine_Rule.Text: Field Limit__c: Cannot deserialize instance of double from VALUE_STRING value many or request may be missing a required field',
      'Machine_Rule.Unknown: no CustomField named Machine_Rule__mdt.Colour__c found',
      'Machine_Rule.Untyped: Must specify an xsi:type for the value of field Limit__c',
      'Machine_Rule.Wrong__Name: The name Wrong__Name must begin with a letter, have at most 40 letters, digits and single underscores, and not end in one',
      'Nothing.Here: no CustomObject named Nothing__mdt found',
    ]);
    expect(org.schema.objects.has('machine_rule__mdt')).to.equal(false);
  });

  it('is refused when two records have the same unique value', async () => {
    record('A', value('Limit__c', 'double', '1') + value('Note__c', 'string', 'same'));
    record('B', value('Limit__c', 'double', '1') + value('Note__c', 'string', 'Same'));
    expect(await problems()).to.deep.equal([
      'Machine_Rule.B: duplicate value found: Note__c duplicates value on record A',
    ]);
  });

  it('has types with the fields and properties that Salesforce allows', async () => {
    field('Machine_Rule__mdt', 'A__c', '<type>Currency</type><precision>18</precision><scale>2</scale>');
    field(
      'Machine_Rule__mdt',
      'B__c',
      '<type>Number</type><precision>18</precision><scale>0</scale><formula>1</formula>',
    );
    field(
      'Machine_Rule__mdt',
      'C__c',
      '<type>Picklist</type><valueSet><valueSetDefinition><value><fullName>x</fullName></value></valueSetDefinition></valueSet>',
    );
    field(
      'Machine_Rule__mdt',
      'D__c',
      '<type>Text</type><length>5</length><fieldManageability>Anyone</fieldManageability>',
    );
    write(
      'objects/Bad__mdt/Bad__mdt.object-meta.xml',
      'CustomObject',
      '<label>Bad</label><sharingModel>Read</sharingModel>',
    );
    expect((await problems()).toSorted()).to.deep.equal([
      "Bad__mdt: Can not specify 'sharingModel' for a custom metadata type",
      'Machine_Rule__mdt.A__c: A custom metadata type cannot have a field of type Currency',
      'Machine_Rule__mdt.B__c: A custom metadata type cannot have a field of type Formula',
      'Machine_Rule__mdt.C__c: Non-strict picklists are not supported on this object.',
      "Machine_Rule__mdt.D__c: 'Anyone' is not a valid value for fieldManageability",
    ]);
  });

  it('is refused in a formula or permission set that names what is not there', async () => {
    field(
      'Machine__c',
      'Limit__c',
      '<type>Number</type><precision>18</precision><scale>0</scale><formula>$CustomMetadata.Machine_Rule__mdt.Lax.Limit__c</formula>',
    );
    write(
      'permissionsets/Wrong.permissionset-meta.xml',
      'PermissionSet',
      '<label>Wrong</label><customMetadataTypeAccesses><enabled>true</enabled><name>Nothing__mdt</name></customMetadataTypeAccesses><objectPermissions><allowRead>true</allowRead><object>Machine_Rule__mdt</object></objectPermissions>',
    );
    expect((await problems()).toSorted()).to.deep.equal([
      'Machine__c.Limit__c: Field $CustomMetadata.Machine_Rule__mdt.Lax.Limit__c does not exist. Check spelling.',
      'Wrong: A custom metadata type has no object permissions: Machine_Rule__mdt',
      'Wrong: In field: customMetadataTypeAccesses - no custom metadata type named nothing__mdt found',
    ]);
  });

  it('is not in the GraphQL API, which has no custom metadata', async () => {
    await org.deploy(project);
    const types = Object.keys(userSchema(org.schema, org.access(admin.userId)).getTypeMap());
    expect(types).to.include('Machine__c');
    expect(types).not.to.include('Machine_Rule__mdt');
  });
});
