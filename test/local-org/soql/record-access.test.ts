import { expect } from 'chai';
import type { Session } from '../../../src/local-org/org.ts';
import { runQuery } from '../../../src/local-org/soql/run-query.ts';
import { givePermissionSet, makeUser, openMachineOrg, savedId } from '../project/machine-org.ts';
import type { MachineOrg } from '../project/machine-org.ts';

const allFields =
  'RecordId, HasReadAccess, HasEditAccess, HasDeleteAccess, HasTransferAccess, HasAllAccess, MaxAccessLevel';

describe('UserRecordAccess', () => {
  let machineOrg: MachineOrg;
  let user: Session;
  let account: string;
  let machine: string;
  before(async () => {
    machineOrg = await openMachineOrg();
    const { org, admin } = machineOrg;
    user = makeUser(machineOrg, 'Minimum Access - API Only Integrations', ['Machine_Keeper']);
    account = savedId(org.create(admin, 'Account', [{ Name: 'Brückner' }]));
    machine = savedId(org.create(admin, 'Machine__c', [{ Name: 'Press', Account__c: account }]));
  });
  after(() => machineOrg.org.close());

  const ask = (soql: string, session = machineOrg.admin) =>
    runQuery(machineOrg.org, session, soql, { includeDeleted: false, apiVersion: '67.0' });
  const rows = (soql: string, session = machineOrg.admin): Record<string, unknown>[] =>
    ask(soql, session).records;
  const error = (soql: string): string => {
    try {
      ask(soql);
      return 'answered';
    } catch (thrown) {
      const { errorCode, message } = thrown as { errorCode: string; message: string };
      return `${errorCode}: ${message.split('\n').at(-1)}`;
    }
  };

  it('says what a user may do with records, by what she may do with their objects', () => {
    const found = rows(
      `SELECT ${allFields} FROM UserRecordAccess WHERE UserId = '${user.userId}' AND RecordId IN ('${account}', '${machine}') ORDER BY MaxAccessLevel`,
    );
    const plain = found.map(({ attributes: _attributes, ...row }) => row);
    expect(plain).to.deep.equal([
      {
        RecordId: account,
        HasReadAccess: true,
        HasEditAccess: false,
        HasDeleteAccess: false,
        HasTransferAccess: false,
        HasAllAccess: false,
        MaxAccessLevel: 'Read',
      },
      {
        RecordId: machine,
        HasReadAccess: true,
        HasEditAccess: true,
        HasDeleteAccess: true,
        HasTransferAccess: true,
        HasAllAccess: false,
        MaxAccessLevel: 'Transfer',
      },
    ]);
  });

  it('gives all access where all records may be modified', () => {
    const { userId } = machineOrg.admin;
    const [row] = rows(
      `SELECT RecordId, HasAllAccess, MaxAccessLevel FROM UserRecordAccess WHERE UserId = '${userId}' AND RecordId = '${account}'`,
    );
    expect(row).to.include({ RecordId: account, HasAllAccess: true, MaxAccessLevel: 'All' });
  });

  it('follows a permission set that is given', () => {
    const { org } = machineOrg;
    const other = makeUser(machineOrg, 'Minimum Access - API Only Integrations', []);
    const level = () =>
      rows(
        `SELECT RecordId, MaxAccessLevel FROM UserRecordAccess WHERE UserId = '${other.userId}' AND RecordId = '${account}'`,
      )[0]?.['MaxAccessLevel'];
    expect(level()).to.equal('None');
    givePermissionSet(org, other.userId, 'Machine_Reader');
    expect(level()).to.equal('Read');
  });

  it('gives a row without access for a record that is not there', () => {
    const { org, admin } = machineOrg;
    const gone = savedId(org.create(admin, 'Account', [{ Name: 'Gone' }]));
    savedId(org.delete(admin, [gone]));
    const found = rows(
      `SELECT RecordId, HasReadAccess FROM UserRecordAccess WHERE UserId = '${admin.userId}' AND RecordId IN ('${gone}', '001000000000001AAA')`,
    );
    expect(found.map((row) => row['HasReadAccess'])).to.deep.equal([false, false]);
  });

  it('keeps records that the asking user may not read to herself, and tells her of her own', () => {
    const stranger = makeUser(machineOrg, 'Minimum Access - API Only Integrations', []);
    const about = (userId: string): string =>
      `SELECT RecordId, HasReadAccess FROM UserRecordAccess WHERE UserId = '${userId}' AND RecordId = '${machine}'`;
    expect(rows(about(user.userId), stranger)).to.deep.equal([]);
    expect(rows(about(stranger.userId), stranger)[0]).to.include({ HasReadAccess: false });
  });

  it('filters by access levels, where RecordId alone is selected', () => {
    const where = `UserId = '${user.userId}' AND RecordId IN ('${account}', '${machine}') AND HasEditAccess = true`;
    const found = rows(`SELECT RecordId FROM UserRecordAccess WHERE ${where}`);
    expect(found.map((row) => row['RecordId'])).to.deep.equal([machine]);
    expect(error(`SELECT RecordId, HasEditAccess FROM UserRecordAccess WHERE ${where}`)).to.match(
      /^MALFORMED_QUERY: .*select RecordId only/,
    );
  });

  it('takes ids of 15 characters, an alias, LIMIT and OFFSET, and describes its columns', () => {
    const ids = [account, machine].map((id) => `'${id.slice(0, 15)}'`).join(',');
    const { records, columns, totalSize } = ask(
      `SELECT a.RecordId, a.MaxAccessLevel FROM UserRecordAccess a WHERE a.UserId = '${user.userId.slice(0, 15)}' AND a.RecordId IN (${ids}) ORDER BY a.MaxAccessLevel DESC LIMIT 1 OFFSET 1`,
    );
    expect(totalSize).to.equal(1);
    expect(records[0]).to.include({ RecordId: account, MaxAccessLevel: 'Read' });
    expect(columns.columnMetadata.map(({ columnName }) => columnName)).to.deep.equal([
      'RecordId',
      'MaxAccessLevel',
    ]);
  });

  it('refuses any other form of the query, with the errors of Salesforce where they are known', () => {
    const where = `WHERE UserId = '${user.userId}' AND RecordId = '${account}'`;
    expect(error(`SELECT HasReadAccess FROM UserRecordAccess ${where}`)).to.equal(
      'INVALID_FIELD: RecordId field must be selected',
    );
    expect(error('SELECT COUNT() FROM UserRecordAccess')).to.equal(
      'INVALID_FIELD: RecordId field must be selected',
    );
    expect(error(`SELECT Id, RecordId FROM UserRecordAccess ${where}`)).to.equal(
      'INVALID_FIELD: Can select only RecordId, a Has*Access field, and MaxAccessLevel',
    );
    expect(error(`SELECT UserId, RecordId FROM UserRecordAccess ${where}`)).to.equal(
      'INVALID_FIELD: Can select only RecordId, a Has*Access field, and MaxAccessLevel',
    );
    expect(error(`SELECT RecordId, Nothing FROM UserRecordAccess ${where}`)).to.match(
      /^INVALID_FIELD: No such column 'Nothing'/,
    );
    for (const condition of [
      '',
      `WHERE RecordId = '${account}'`,
      `WHERE UserId = '${user.userId}'`,
      `WHERE UserId IN ('${user.userId}') AND RecordId = '${account}'`,
      `WHERE UserId = '${user.userId}' OR RecordId = '${account}'`,
      `WHERE UserId = '${user.userId}' AND RecordId != '${account}'`,
      `WHERE UserId = '${user.userId}' AND RecordId IN (SELECT Id FROM Account)`,
    ]) {
      expect(error(`SELECT RecordId FROM UserRecordAccess ${condition}`), condition).to.match(
        /^MALFORMED_QUERY: UserRecordAccess must be filtered by UserId = \[single ID\]/,
      );
    }
    expect(error(`SELECT RecordId FROM UserRecordAccess ${where} AND MaxAccessLevel = 'Edit'`)).to.equal(
      "INVALID_FIELD: field 'MaxAccessLevel' can not be filtered in a query call",
    );
    expect(error(`SELECT RecordId FROM UserRecordAccess ${where} ORDER BY HasReadAccess`)).to.match(
      /^MALFORMED_QUERY: .*selected fields only/,
    );
    expect(
      error(`SELECT RecordId FROM UserRecordAccess WHERE UserId = 'me' AND RecordId = '${account}'`),
    ).to.equal('INVALID_QUERY_FILTER_OPERATOR: invalid ID field: me');
  });

  it('answers for 200 records and refuses 201', () => {
    const ids = (count: number): string => Array.from({ length: count }, () => `'${account}'`).join(',');
    const query = (count: number): string =>
      `SELECT RecordId FROM UserRecordAccess WHERE UserId = '${user.userId}' AND RecordId IN (${ids(count)})`;
    expect(error(query(200))).to.equal('answered');
    expect(error(query(201))).to.equal('LIMIT_EXCEEDED: Number of records exceeds limit: 200');
  });
});
