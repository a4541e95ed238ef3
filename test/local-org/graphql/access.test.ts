import { expect } from 'chai';
import { savedId } from '../project/machine-org.ts';
import { makeAccount, makeMachine, startMachineGraphql } from './machine-graphql.ts';
import type { MachineGraphql } from './machine-graphql.ts';

describe('GraphQL as the signed-in user', () => {
  let org: MachineGraphql;
  let machineId: string;
  let accountId: string;

  before(async () => {
    org = await startMachineGraphql();
    const made = makeAccount(org.org, org.admin, 'Acme');
    accountId = made.accountId;
    machineId = makeMachine(org.org, org.admin, {
      Name: 'Mill',
      Account__c: accountId,
      Power__c: 3,
      Serial__c: 'AB-1',
    });
    savedId(
      org.org.create(org.admin, 'Repair__c', [{ Machine__c: machineId, Technician__c: made.contactId }]),
    );
  });

  after(async () => {
    await org.close();
  });

  it('knows nothing of a field that the user may not see', async () => {
    const { token } = org.signIn('Minimum Access - API Only Integrations', ['Machine_Reader']);
    const { status, data, errors } = await org.ask(
      '{ uiapi { query { Machine__c { edges { node { Name { value } Power__c { value } } } } } } }',
      {},
      token,
    );
    expect([status, data]).to.deep.equal([200, {}]);
    expect(errors).to.have.length(1);
    expect(errors[0]).to.deep.include({
      message:
        "Validation error (FieldUndefined@[uiapi/query/Machine__c/edges/node/Power__c]) : Field 'Power__c' in type 'Machine__c' is undefined",
      locations: [{ line: 1, column: 62 }],
      extensions: { ErrorType: 'ValidationError' },
    });
  });

  it('leaves out what the user may not see where it is @optional', async () => {
    const { token } = org.signIn('Minimum Access - API Only Integrations', ['Machine_Reader']);
    const { data, errors } = await org.ask(
      `{ uiapi { query {
        Machine__c { edges { node {
          Name @optional { value } Power__c @optional { value } Serial__c @optional { value }
          Account__r @optional { Name @optional { value } Phone @optional { value } }
          Watcher__r @optional { Name { value } } Repairs__r @optional { totalCount }
        } } }
        Repair__c @optional { totalCount }
      } } }`,
      {},
      token,
    );
    expect(errors).to.deep.equal([]);
    expect(data).to.deep.equal({
      uiapi: {
        query: {
          Machine__c: {
            edges: [
              {
                node: {
                  Name: { value: 'Mill' },
                  Serial__c: { value: 'AB-1' },
                  Account__r: { Name: { value: 'Acme' } },
                },
              },
            ],
          },
        },
      },
    });
  });

  it('does not let a hidden field be filtered, sorted, grouped or counted by', async () => {
    const { token } = org.signIn('Minimum Access - API Only Integrations', ['Machine_Reader']);
    for (const query of [
      '{ uiapi { query { Machine__c(where: { Power__c: { gt: 1 } }) { totalCount } } } }',
      '{ uiapi { query { Machine__c(where: { Watcher__r: { Name: { eq: "x" } } }) { totalCount } } } }',
      '{ uiapi { query { Machine__c(orderBy: { Power__c: { order: ASC } }) { totalCount } } } }',
      '{ uiapi { query { Account(where: { Id: { inq: { Repair__c: {}, ApiName: "Machine__c" } } }) { totalCount } } } }',
      '{ uiapi { aggregate { Machine__c { edges { node { aggregate { Power__c { sum { value } } } } } } } } }',
      '{ uiapi { query { Repair__c { totalCount } } } }',
    ]) {
      const { data, errors } = await org.ask(query, {}, token);
      expect(data, query).to.deep.equal({});
      expect(errors[0]!.extensions.ErrorType, query).to.equal('ValidationError');
    }
    const joined = await org.ask(
      '{ uiapi { query { Account(where: { Id: { inq: { Machine__c: {}, ApiName: "Watcher__c" } } }) { totalCount } } } }',
      {},
      token,
    );
    expect(joined.errors[0]!.message).to.match(/No such column 'Watcher__c'/);
  });

  it('refuses changes that the user may not make', async () => {
    const { token } = org.signIn('Minimum Access - API Only Integrations', ['Machine_Reader']);
    const update = `mutation { uiapi { Machine__cUpdate(input: { Id: "${machineId}", Machine__c: { Name: "Mine" } }) { success } } }`;
    const refused = await org.ask(update, {}, token);
    expect(refused.data).to.deep.equal({ uiapi: { Machine__cUpdate: null } });
    expect(refused.errors[0]).to.deep.include({ message: 'insufficient access rights on object id' });
    expect(refused.errors[0]!.extensions.errorCode).to.equal('INSUFFICIENT_ACCESS_OR_READONLY');
    const hidden = await org.ask(update.replace('Name:', 'Serial__c:'), {}, token);
    expect(hidden.errors[0]!.extensions.ErrorType).to.equal('ValidationError');
    const gone = await org.ask(
      `mutation { uiapi { AccountDelete(input: { Id: "${accountId}" }) { Id } } }`,
      {},
      token,
    );
    expect(gone.errors[0]!.message).to.match(/insufficient access/);
    expect(org.org.retrieve(org.admin, 'Machine__c', [machineId], ['Name'])[0]).to.include({ Name: 'Mill' });
  });

  it('sees at once when a permission set is given', async () => {
    const { userId, token } = org.signIn('Minimum Access - API Only Integrations', []);
    const ask = async (): Promise<unknown> =>
      (await org.ask('{ uiapi { query { Machine__c { totalCount } } } }', {}, token)).data;
    expect(await ask()).to.deep.equal({});
    const row = org.org.database
      .prepare(`SELECT "Id" FROM "PermissionSet" WHERE "Name" = 'Machine_Reader'`)
      .get();
    org.org.create(org.admin, 'PermissionSetAssignment', [
      { AssigneeId: userId, PermissionSetId: row?.['Id'] },
    ]);
    expect(await ask()).to.deep.equal({ uiapi: { query: { Machine__c: { totalCount: 1 } } } });
  });

  it('does not serve the objects that the User Interface API does not have', async () => {
    const { errors } = await org.ask('{ uiapi { query { PermissionSet { totalCount } } } }');
    expect(errors[0]!.message).to.match(/Field 'PermissionSet' in type 'RecordQuery' is undefined/);
  });

  it('needs a session', async () => {
    const { status, json } = await org.send({ query: '{ uiapi { currentUser { Id } } }' }, 'nonsense');
    expect(status).to.equal(401);
    expect(json).to.deep.equal([{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]);
  });
});
