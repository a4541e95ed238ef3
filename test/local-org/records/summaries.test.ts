import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describeField } from '../../../src/local-org/describe/describe-field.ts';
import { DeployError } from '../../../src/local-org/metadata/problems.ts';
import { openOrg } from '../../../src/local-org/org.ts';
import { runQuery } from '../../../src/local-org/soql/run-query.ts';
import {
  givePermissionSet,
  MACHINE_PROJECT,
  NOW,
  openMachineOrg,
  refusal,
  savedId,
} from '../project/machine-org.ts';
import type { MachineOrg } from '../project/machine-org.ts';

const FIELDS = [
  'Open_Visits__c',
  'Visit_Hours__c',
  'Last_Visit__c',
  'Shortest_Visit__c',
  'Parts_Price__c',
  'Busy__c',
];

describe('roll-up summaries', () => {
  let machineOrg: MachineOrg;
  let now = NOW;
  let press: string;
  beforeEach(async () => {
    now = NOW;
    machineOrg = await openMachineOrg(undefined, () => now);
    press = machine('Press');
  });
  afterEach(() => machineOrg.org.close());

  function machine(Name: string, values = {}): string {
    const { org, admin } = machineOrg;
    return savedId(org.create(admin, 'Machine__c', [{ Name, ...values }]));
  }
  function visit(Machine__c: string, values = {}): string {
    const { org, admin } = machineOrg;
    return savedId(org.create(admin, 'Visit__c', [{ Machine__c, ...values }]));
  }
  function change(objectName: string, Id: string, values: Record<string, unknown>): string {
    const { org, admin } = machineOrg;
    return refusal(org.update(admin, objectName, [{ Id, ...values }]));
  }
  function summaries(id: string): unknown[] {
    const [record] = machineOrg.org.retrieve(machineOrg.admin, 'Machine__c', [id], FIELDS);
    return FIELDS.map((field) => record?.[field]);
  }

  it('are zero, or empty, before there is a detail', () => {
    expect(summaries(press)).to.deep.equal([0, 0, null, null, 0, false]);
  });

  it('count, add up and compare the details, with those that meet the conditions', () => {
    visit(press, { Hours__c: 1.1, Visited_On__c: '2026-01-31' });
    visit(press, { Stage__c: 'In Progress', Hours__c: 2.2, Visited_On__c: '2025-12-31' });
    visit(press, { Stage__c: 'Done' });
    visit(machine('Lathe'), { Hours__c: 9 });
    expect(summaries(press)).to.deep.equal([2, 3.3, '2026-01-31', 1.1, 0, true]);
  });

  it('add up the decimals that the field of the detail does not show', () => {
    const id = visit(press, { Hours__c: 1.001 });
    visit(press, { Hours__c: 2.004 });
    expect(summaries(press).slice(1, 4)).to.deep.equal([3.005, null, 1.001]);
    expect(change('Visit__c', id, { Hours__c: 1.003 })).to.equal('saved');
    expect(summaries(press).slice(1, 4)).to.deep.equal([3.007, null, 1.003]);
  });

  it('follow a detail that is changed', () => {
    const id = visit(press, { Hours__c: 2 });
    expect(change('Visit__c', id, { Stage__c: 'Done', Hours__c: 5 })).to.equal('saved');
    expect(summaries(press).slice(0, 2)).to.deep.equal([0, 5]);
    expect(change('Visit__c', id, { Hours__c: null })).to.equal('saved');
    expect(summaries(press).slice(0, 4)).to.deep.equal([0, 0, null, null]);
  });

  it('follow a detail that moves to another master', () => {
    const lathe = machine('Lathe');
    const id = visit(press, { Hours__c: 2 });
    expect(change('Visit__c', id, { Machine__c: lathe })).to.equal('saved');
    expect(summaries(press).slice(0, 2)).to.deep.equal([0, 0]);
    expect(summaries(lathe).slice(0, 2)).to.deep.equal([1, 2]);
  });

  it('follow details that are deleted, with their own details', () => {
    const { org, admin } = machineOrg;
    const kept = visit(press, { Hours__c: 1 });
    const gone = visit(press, { Hours__c: 2 });
    for (const Visit__c of [kept, gone]) savedId(org.create(admin, 'Part__c', [{ Visit__c, Price__c: 10 }]));
    expect(summaries(press)).to.deep.equal([2, 3, null, 1, 20, true]);
    savedId(org.delete(admin, [gone]));
    expect(summaries(press)).to.deep.equal([1, 1, null, 1, 10, false]);
    savedId(org.delete(admin, [press]));
  });

  it('pass on to the master of the master', () => {
    const { org, admin } = machineOrg;
    const id = visit(press, { Hours__c: 1 });
    const part = savedId(org.create(admin, 'Part__c', [{ Visit__c: id, Price__c: 10.5 }]));
    savedId(org.create(admin, 'Part__c', [{ Visit__c: id, Price__c: 1 }]));
    expect(summaries(press)[4]).to.equal(11.5);
    expect(change('Part__c', part, { Price__c: 2 })).to.equal('saved');
    expect(summaries(press)[4]).to.equal(3);
    expect(change('Visit__c', id, { Hours__c: 0 })).to.equal('saved');
    expect(summaries(press)[4]).to.equal(0);
  });

  it('let the rules of the master refuse the change of a detail, with their message', () => {
    const { org, admin } = machineOrg;
    const done = visit(press, { Stage__c: 'Done' });
    expect(change('Machine__c', press, { Status__c: 'Retired' })).to.equal('saved');
    const [result] = org.create(admin, 'Visit__c', [{ Machine__c: press }]);
    expect(result?.errors).to.deep.equal([
      {
        statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: 'A retired machine has no open visits.',
        fields: [],
      },
    ]);
    expect(change('Visit__c', done, { Stage__c: 'Open' })).to.equal(
      'FIELD_CUSTOM_VALIDATION_EXCEPTION: A retired machine has no open visits.',
    );
    expect(summaries(press)[0]).to.equal(0);
    const rows = org.database.prepare('SELECT "Stage__c" FROM "Visit__c"').all();
    expect(rows.map((row) => row['Stage__c'])).to.deep.equal(['Done']);
  });

  it('are seen by the rules of the master itself', () => {
    visit(press);
    expect(change('Machine__c', press, { Status__c: 'Retired' })).to.equal(
      'FIELD_CUSTOM_VALIDATION_EXCEPTION: A retired machine has no open visits.',
    );
  });

  it('count the master as modified when they change, and only then', () => {
    const { org, admin } = machineOrg;
    const modified = (): unknown =>
      org.retrieve(admin, 'Machine__c', [press], ['LastModifiedDate'])[0]?.['LastModifiedDate'];
    now = new Date('2026-03-02T10:00:00Z');
    const id = visit(press);
    expect(modified()).to.equal('2026-03-02T10:00:00.000+0000');
    now = new Date('2026-03-03T10:00:00Z');
    expect(change('Visit__c', id, { Stage__c: 'In Progress' })).to.equal('saved');
    expect(modified()).to.equal('2026-03-02T10:00:00.000+0000');
  });

  it('are not written by anyone', () => {
    expect(change('Machine__c', press, { Open_Visits__c: 5 })).to.contain('INVALID_FIELD_FOR_INSERT_UPDATE');
    const { org, admin } = machineOrg;
    const object = org.schema.objects.get('machine__c');
    const field = object?.fields.get('parts_price__c');
    if (object === undefined || field === undefined) throw new Error('Parts_Price__c was not deployed');
    expect(describeField(object, field, org.access(admin.userId))).to.include({
      type: 'currency',
      scale: 2,
      calculated: true,
      createable: false,
      updateable: false,
      groupable: false,
      filterable: true,
      sortable: true,
    });
  });

  it('are found by queries', () => {
    visit(press, { Visited_On__c: '2026-01-31' });
    machine('Lathe');
    const soql = 'SELECT Name FROM Machine__c WHERE Open_Visits__c > 0 AND Last_Visit__c = 2026-01-31';
    const { records } = runQuery(machineOrg.org, machineOrg.admin, soql, { includeDeleted: false });
    expect(records.map((record) => record['Name'])).to.deep.equal(['Press']);
  });
});

describe('deploying roll-up summaries', () => {
  const FOLDER = 'force-app/main/default/objects/Machine__c/fields';
  let project: string;
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'local-org-summaries-'));
    cpSync(MACHINE_PROJECT, project, { recursive: true });
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));

  function summary(name: string, content: string): void {
    writeFileSync(
      join(project, FOLDER, `${name}.field-meta.xml`),
      `<?xml version="1.0" encoding="UTF-8"?>\n<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>${name}</fullName><label>${name}</label><type>Summary</type>${content}</CustomField>\n`,
    );
  }
  const of = (operation: string, foreignKey = 'Visit__c.Machine__c') =>
    `<summaryForeignKey>${foreignKey}</summaryForeignKey><summaryOperation>${operation}</summaryOperation>`;
  const where = (field: string, operation: string, value: string) =>
    `<summaryFilterItems><field>Visit__c.${field}</field><operation>${operation}</operation><value>${value}</value></summaryFilterItems>`;

  it('computes them for the records that are there already', async () => {
    const path = join(project, FOLDER, 'Visit_Hours__c.field-meta.xml');
    const kept = readFileSync(path, 'utf8');
    rmSync(path);
    const chain = [FOLDER, FOLDER.replace('Machine__c', 'Visit__c')].map((folder) =>
      join(project, folder, 'Parts_Price__c.field-meta.xml'),
    );
    const chained = chain.map((file) => readFileSync(file, 'utf8'));
    for (const file of chain) rmSync(file);
    const setFile = join(
      project,
      'force-app/main/default/permissionsets/Machine_Admin.permissionset-meta.xml',
    );
    const set = readFileSync(setFile, 'utf8');
    writeFileSync(
      setFile,
      set.replaceAll(
        /<fieldPermissions>\s*\S+\s*<field>\w+\.(Visit_Hours|Parts_Price)__c<[\s\S]*?<\/fieldPermissions>/g,
        '',
      ),
    );
    const org = openOrg({ directory: undefined, clock: () => NOW });
    await org.deploy(project);
    const admin = { userId: org.adminUserId };
    givePermissionSet(org, admin.userId, 'Machine_Admin');
    const hours = (id: string): unknown =>
      org.database.prepare('SELECT "Visit_Hours__c" AS hours FROM "Machine__c" WHERE "Id" = ?').get(id)?.[
        'hours'
      ];
    const [press, idle] = ['Press', 'Idle'].map((Name) =>
      savedId(org.create(admin, 'Machine__c', [{ Name }])),
    );
    for (const Hours__c of [1.25, 2.5]) {
      const Visit__c = savedId(org.create(admin, 'Visit__c', [{ Machine__c: press, Hours__c }]));
      savedId(org.create(admin, 'Part__c', [{ Visit__c, Price__c: 7 }]));
    }
    writeFileSync(path, kept);
    chain.forEach((file, index) => writeFileSync(file, chained[index] ?? ''));
    await org.deploy(project);
    expect([hours(press ?? ''), hours(idle ?? '')]).to.deep.equal([3.75, 0]);
    const prices = org.database
      .prepare('SELECT "Parts_Price__c" AS price FROM "Machine__c" ORDER BY "Name"')
      .all();
    expect(prices.map((row) => row['price'])).to.deep.equal([0, 14]);
    writeFileSync(path, kept.replace('>sum<', '>max<'));
    await org.deploy(project);
    expect([hours(press ?? ''), hours(idle ?? '')]).to.deep.equal([2.5, null]);
    org.close();
  });

  it('refuses definitions that cannot be computed', async () => {
    summary('A__c', of('median'));
    summary('B__c', of('sum'));
    summary('C__c', `${of('count')}<summarizedField>Visit__c.Hours__c</summarizedField>`);
    summary('D__c', `${of('sum')}<summarizedField>Repair__c.Cost__c</summarizedField>`);
    summary('E__c', of('count') + where('Stage__c', 'within', '5'));
    const org = openOrg({ directory: undefined, clock: () => NOW });
    const problems = async (): Promise<string[]> => {
      const error: unknown = await org.deploy(project).catch((thrown: unknown) => thrown);
      if (!(error instanceof DeployError)) throw new Error('was not refused');
      return error.problems
        .map(({ fullName, problem }) => `${fullName.split('.')[1]}: ${problem}`)
        .toSorted();
    };
    expect(await problems()).to.deep.equal([
      "A__c: 'median' is not a valid value for summaryOperation",
      "B__c: Must specify 'summarizedField' for a roll-up summary of type sum",
      "C__c: Can not specify 'summarizedField' for a roll-up summary that counts",
      'D__c: summarizedField must be a field of Visit__c: Repair__c.Cost__c',
      "E__c: 'within' is not a valid operation in summaryFilterItems",
    ]);
    summary('A__c', of('count', 'Visit__c.Machine'));
    summary('B__c', of('count', 'Contact.AccountId'));
    summary('C__c', `${of('sum')}<summarizedField>Visit__c.Visited_On__c</summarizedField>`);
    summary('D__c', of('count') + where('Stage__c', 'equals', 'Open, Closed'));
    summary('E__c', of('count') + where('Hours__c', 'contains', '5'));
    summary('F__c', of('count') + where('Hours__c', 'equals', 'five'));
    summary(
      'G__c',
      `${of('max', 'Repair__c.Machine__c')}<summarizedField>Repair__c.Machine_Title__c</summarizedField>`,
    );
    expect(await problems()).to.deep.equal([
      'A__c: In field: summaryForeignKey - no CustomField named Visit__c.Machine found',
      'B__c: summaryForeignKey must be a master-detail field of Contact to Machine__c: AccountId',
      'C__c: A roll-up summary of type sum cannot summarize a field of type date',
      "D__c: 'Closed' is not a value of the field Stage__c",
      'E__c: contains cannot be used with the field Hours__c of type double',
      "F__c: 'five' is not a value of the field Hours__c",
      'G__c: A formula field in a roll-up summary is not supported by the local org: Machine_Title__c',
    ]);
    org.close();
  });

  it('refuses more than 25 of them in one object', async () => {
    for (let count = 0; count < 21; count += 1) summary(`S${count}__c`, of('count'));
    const org = openOrg({ directory: undefined, clock: () => NOW });
    const error: unknown = await org.deploy(project).catch((thrown: unknown) => thrown);
    expect(String(error)).to.contain('An object may have 25 roll-up summary fields at most');
    expect((error as DeployError).problems).to.have.length(1);
    org.close();
  });
});
