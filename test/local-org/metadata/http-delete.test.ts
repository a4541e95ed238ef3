import { ComponentSet, DestructiveChangesType } from '@salesforce/source-deploy-retrieve';
import { expect } from 'chai';
import { failures, LibraryOrg, messages, remove } from './library-org.ts';

const { PRE, POST } = DestructiveChangesType;

describe('a deploy that takes components away', () => {
  let library: LibraryOrg;
  let set: ComponentSet;
  beforeEach(async () => {
    library = await LibraryOrg.start();
    await library.deploy();
    await library.assign('Librarian');
    // source-deploy-retrieve wants one component to send with the manifests.
    set = ComponentSet.fromSource({ fsPaths: [library.source('labels')] });
  });
  afterEach(async () => await library.close());

  it('takes away what a destructive manifest names, with the rights to it', async () => {
    const { connection, org } = library.org;
    await connection.sobject('Book__c').create({ Name: 'Ulysses', Pages__c: 730 });
    remove(set, 'CustomField', 'Book__c.Pages__c', POST);
    remove(set, 'CustomTab', 'Book__c', POST);
    remove(set, 'CustomTab', 'Nothing__c', POST);
    const blocked = await library.deploySet(set);
    expect(blocked.response.status).to.equal('Failed');
    expect(failures(blocked).map((line) => line.split(' (')[0])).to.have.members([
      'CustomField Book__c.Is_Long__c',
      'ValidationRule Book__c.Pages_Are_Positive',
    ]);
    expect(org.schema.components.has('CustomTab:Book__c')).to.equal(true);

    remove(set, 'ValidationRule', 'Book__c.Pages_Are_Positive', PRE);
    remove(set, 'CustomField', 'Book__c.Is_Long__c', PRE);
    const result = await library.deploySet(set);
    expect(failures(result)).to.deep.equal([]);
    const successes = messages(result.response.details.componentSuccesses);
    expect(successes.filter(({ deleted }) => String(deleted) === 'true')).to.have.length(4);
    const warning = successes.find((message) => message.fullName === 'destructiveChangesPost.xml');
    expect(warning).to.include({ problemType: 'Warning', problem: 'No CustomTab named: Nothing__c found' });
    expect(org.schema.components.has('CustomTab:Book__c')).to.equal(false);
    const { fields } = await connection.describe('Book__c');
    expect(fields.map(({ name }) => name)).not.to.include('Pages__c');
    expect((await connection.query('SELECT Name FROM Book__c')).totalSize).to.equal(1);
  });

  it('empties a field that comes back', async () => {
    const { connection } = library.org;
    await connection.sobject('Account').create({ Name: 'Acme', Library_Card__c: '1' });
    remove(set, 'CustomField', 'Account.Library_Card__c', POST);
    expect(failures(await library.deploySet(set))).to.deep.equal([]);
    await library.deploy();
    const { records } = await connection.query('SELECT Library_Card__c FROM Account');
    expect(records[0]?.Library_Card__c).to.equal(null);
  });

  it('takes an object away with its records, and keeps a permission set that someone or a group has', async () => {
    const { connection } = library.org;
    remove(set, 'CustomObject', 'Loan__c', POST);
    remove(set, 'PermissionSet', 'Librarian', POST);
    expect(failures(await library.deploySet(set))).to.deep.equal([
      'PermissionSet Librarian (destructiveChangesPost.xml): Librarian is assigned to users: take the assignments away first',
    ]);
    expect(library.org.org.schema.objects.has('loan__c')).to.equal(true);
    const assignments = await connection.query(
      'SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.IsOwnedByProfile = false',
    );
    await connection
      .sobject('PermissionSetAssignment')
      .destroy(assignments.records.map(({ Id }) => String(Id)));
    expect(failures(await library.deploySet(set))).to.deep.equal([
      'PermissionSetGroup Library_Staff (permissionsetgroups/Library_Staff.permissionsetgroup): In field: permissionSets - no PermissionSet named Librarian found',
    ]);
    remove(set, 'PermissionSetGroup', 'Library_Staff', POST);
    expect(failures(await library.deploySet(set))).to.deep.equal([]);
    const gone = await library.org.ask('GET', '/services/data/v67.0/query?q=SELECT+Id+FROM+Loan__c');
    expect(gone.json[0].errorCode).to.equal('INVALID_TYPE');
    const { records } = await connection.query(
      'SELECT Name FROM PermissionSet WHERE IsOwnedByProfile = false',
    );
    expect(records.map(({ Name }) => Name as unknown)).to.deep.equal(['Reader']);
  });

  it('takes away with an object what belongs to it: the tab, the rules, the words of a language', async () => {
    const listed = () => [...library.org.org.schema.components.keys()];
    const ofBooks = /:Book__c/;
    expect(listed().filter((key) => ofBooks.test(key))).to.include.members([
      'CustomTab:Book__c',
      'ValidationRule:Book__c.Pages_Are_Positive',
      'CustomObjectTranslation:Book__c-fr',
    ]);
    remove(set, 'CustomObject', 'Loan__c', POST);
    remove(set, 'CustomObject', 'Book__c', POST);
    expect(failures(await library.deploySet(set))).to.deep.equal([]);
    expect(listed().filter((key) => ofBooks.test(key))).to.deep.equal([]);
  });

  it('refuses to delete what every org has, and translations', async () => {
    library.org.org.schema.components.set('CustomObject:Account', {
      type: 'CustomObject',
      fullName: 'Account',
      fileName: '',
      hasBehaviour: true,
    });
    remove(set, 'CustomObject', 'Account', POST);
    remove(set, 'CustomObjectTranslation', 'Book__c-fr', POST);
    expect(failures(await library.deploySet(set))).to.deep.equal([
      'CustomObject Account (destructiveChangesPost.xml): Standard objects cannot be deleted',
      'CustomObjectTranslation Book__c-fr (destructiveChangesPost.xml): Deleting a CustomObjectTranslation is not supported by the local org',
    ]);
  });
});
