import { expect } from 'chai';
import { makeAccount, makeMachine, startMachineGraphql } from './machine-graphql.ts';
import type { GraphqlAnswer, MachineGraphql } from './machine-graphql.ts';

type Outcomes = GraphqlAnswer<{
  uiapi: Record<string, { Id?: string; success?: boolean; Record?: Record<string, unknown> } | null>;
}>;

describe('GraphQL mutations', () => {
  let org: MachineGraphql;
  let accountId: string;
  let contactId: string;

  before(async () => {
    org = await startMachineGraphql();
    ({ accountId, contactId } = makeAccount(org.org, org.admin, 'Acme'));
  });

  after(async () => {
    await org.close();
  });

  const change = async (mutation: string, variables = {}, token?: string): Promise<Outcomes> =>
    await org.ask(mutation, variables, token);
  const count = async (filter: string): Promise<number> => {
    const { Machine__c: page } = await org.find<{ Machine__c: { totalCount: number } }>(
      `Machine__c(where: ${filter}) { totalCount }`,
    );
    return page.totalCount;
  };

  it('create a record, and answer what it became', async () => {
    const { status, data, errors } = await change(
      `mutation create($input: Machine__cCreateInput!) {
        uiapi { Machine__cCreate(input: $input) { Record { Id Name { value } Status__c { value label } Installed_On__c { value } Power__c { value displayValue } } } }
      }`,
      { input: { Machine__c: { Name: 'New', Account__c: accountId, Power__c: 1.234 } } },
    );
    expect([status, errors]).to.deep.equal([200, []]);
    const record = data.uiapi['Machine__cCreate']!.Record!;
    expect(record).to.deep.include({
      Name: { value: 'New' },
      Status__c: { value: 'Planned', label: 'Planned' },
      Installed_On__c: { value: '2026-03-01' },
      Power__c: { value: 1.234, displayValue: '1.23' },
    });
    expect(org.org.retrieve(org.admin, 'Machine__c', [String(record['Id'])], ['Power__c'])[0]).to.include({
      Power__c: 1.234,
    });
  });

  it('change the fields that are given, and empty those that are null', async () => {
    const id = makeMachine(org.org, org.admin, { Name: 'Changing', Power__c: 5, Account__c: accountId });
    const { data, errors } = await change(
      `mutation update($id: IdOrRef!, $seen: DateTime, $name: String) {
        uiapi { Machine__cUpdate(input: { Id: $id, Machine__c: { Status__c: "Running", Power__c: null, Last_Seen_At__c: $seen, Name: $name } }) {
          success Record { Id Name { value } Status__c { value } Power__c { value } Last_Seen_At__c { value } Account__c { value } }
        } }
      }`,
      { id, seen: '2026-03-01T10:00:00+01:00' },
    );
    expect(errors).to.deep.equal([]);
    expect(data.uiapi['Machine__cUpdate']).to.deep.equal({
      success: true,
      Record: {
        Id: id,
        Name: { value: 'Changing' },
        Status__c: { value: 'Running' },
        Power__c: { value: null },
        Last_Seen_At__c: { value: '2026-03-01T09:00:00.000Z' },
        Account__c: { value: accountId },
      },
    });
  });

  it('delete a record, once', async () => {
    const id = makeMachine(org.org, org.admin, { Name: 'Going' });
    const mutation = `mutation { uiapi { Machine__cDelete(input: { Id: "${id}" }) { Id } } }`;
    expect((await change(mutation)).data).to.deep.equal({ uiapi: { Machine__cDelete: { Id: id } } });
    const again = await change(mutation);
    expect(again.data).to.deep.equal({ uiapi: { Machine__cDelete: null } });
    expect(again.errors[0]!.extensions).to.deep.include({
      ErrorType: 'DataFetchingException',
      errorCode: 'ENTITY_IS_DELETED',
    });
    const other = await change(
      `mutation { uiapi { AccountDelete(input: { Id: "${makeMachine(org.org, org.admin, {})}" }) { Id } } }`,
    );
    expect(other.errors[0]!.message).to.match(/id value of incorrect type/);
  });

  it('answer the refusal of a validation rule with its message and its field', async () => {
    const id = makeMachine(org.org, org.admin, { Name: 'Retired', Status__c: 'Retired' });
    const { status, data, errors } = await change(
      `mutation revive { uiapi { Machine__cUpdate(input: { Id: "${id}", Machine__c: { Status__c: "Running" } }) { Record { Id } } } }`,
    );
    expect(status).to.equal(200);
    expect(data).to.deep.equal({ uiapi: { Machine__cUpdate: null } });
    expect(errors).to.have.length(1);
    expect(errors[0]).to.deep.include({
      message: 'A retired machine stays retired.',
      path: ['uiapi', 'Machine__cUpdate'],
      extensions: {
        ErrorType: 'DataFetchingException',
        errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        fields: ['Status__c'],
      },
    });
  });

  it('chain operations by references, in one transaction', async () => {
    const { data, errors } = await change(
      `mutation plan { uiapi(input: { allOrNone: true }) {
        owner: AccountCreate(input: { Account: { Name: "Chained" } }) { Record { Id } }
        Machine__cCreate(input: { Machine__c: { Name: "@{owner}", Account__c: "@{owner}" } }) { Record { Id Name { value } Account__c { value } } }
        repair: Repair__cCreate(input: { Repair__c: { Machine__c: "@{Machine__cCreate}", Technician__c: "${contactId}" } }) { Record { Machine__c { value } } }
      } }`,
    );
    expect(errors).to.deep.equal([]);
    const { owner, Machine__cCreate: machine, repair } = data.uiapi;
    // A text is a text, whatever it looks like.
    expect(machine!.Record).to.deep.include({
      Name: { value: '@{owner}' },
      Account__c: { value: owner!.Record!['Id'] },
    });
    expect(repair!.Record).to.deep.equal({ Machine__c: { value: machine!.Record!['Id'] } });
  });

  it('undo everything when one operation is refused, unless told otherwise', async () => {
    const operations = `
      good: Machine__cCreate(input: { Machine__c: { Name: "Undone" } }) { Record { Id } }
      bad: Machine__cCreate(input: { Machine__c: { Name: "Undone", Power__c: -1 } }) { Record { Id } }
      late: Machine__cCreate(input: { Machine__c: { Name: "Undone" } }) { Record { Id } }`;
    const { data, errors } = await change(`mutation { uiapi { ${operations} } }`);
    expect(data).to.deep.equal({ uiapi: { good: null, bad: null, late: null } });
    expect(errors.map(({ path, message }) => `${path.at(-1)}: ${message}`)).to.deep.equal([
      'bad: Power must not be negative.',
      'good: The transaction was rolled back since another operation in the same transaction failed.',
      'late: The transaction was rolled back since another operation in the same transaction failed.',
    ]);
    expect(errors[1]!.extensions.ErrorType).to.equal('ExecutionAborted');
    expect(await count('{ Name: { eq: "Undone" } }')).to.equal(0);

    const each = await change(`mutation { uiapi(input: { allOrNone: false }) { ${operations} } }`);
    expect(each.errors.map(({ path }) => path.at(-1))).to.deep.equal(['bad']);
    expect(await count('{ Name: { eq: "Undone" } }')).to.equal(2);
  });

  it('keep or undo operations together that refer to each other', async () => {
    const { data, errors } = await change(`mutation { uiapi(input: { allOrNone: false }) {
      first: AccountCreate(input: { Account: { Name: "Linked" } }) { Record { Id } }
      alone: AccountCreate(input: { Account: { Name: "Alone" } }) { Record { Name { value } } }
      second: Machine__cCreate(input: { Machine__c: { Account__c: "@{first}", Power__c: -1 } }) { Record { Id } }
    } }`);
    expect(data.uiapi).to.deep.equal({
      first: null,
      alone: { Record: { Name: { value: 'Alone' } } },
      second: null,
    });
    expect(errors.map(({ path }) => path.at(-1))).to.deep.equal(['second', 'first']);
    const { Account: page } = await org.find<{ Account: { totalCount: number } }>(
      'Account(where: { Name: { eq: "Linked" } }) { totalCount }',
    );
    expect(page.totalCount).to.equal(0);
  });

  it('refuse references to what comes later, to updates, and to nothing', async () => {
    for (const operations of [
      `Machine__cCreate(input: { Machine__c: { Account__c: "@{later}" } }) { Record { Id } } later: AccountCreate(input: { Account: { Name: "L" } }) { Record { Id } }`,
      `later: AccountUpdate(input: { Id: "${accountId}", Account: { Phone: "1" } }) { success } Machine__cCreate(input: { Machine__c: { Account__c: "@{later}" } }) { Record { Id } }`,
      `AccountUpdate(input: { Id: "@{later}", Account: { Phone: "1" } }) { success }`,
    ]) {
      const { errors } = await change(`mutation { uiapi { ${operations} } }`);
      expect(errors[0]!.message).to.match(/^Invalid reference @\{later\}/);
    }
  });

  it('answer no parents and no children of a changed record', async () => {
    const { data, errors } = await change(
      `mutation { uiapi { Machine__cCreate(input: { Machine__c: { Name: "Alone", Account__c: "${accountId}" } }) { Record { Name { value } Account__r { Id } Repairs__r { totalCount } } } } }`,
    );
    expect(data.uiapi['Machine__cCreate']).to.deep.equal({
      Record: { Name: { value: 'Alone' }, Account__r: null, Repairs__r: null },
    });
    expect(errors.map(({ message }) => message)).to.deep.equal([
      "Field 'Account__r' is not currently available in mutation results",
      "Field 'Repairs__r' is not currently available in mutation results",
    ]);
  });

  it('check the form of the input before anything is changed', async () => {
    for (const [input, message] of [
      ['Machine__c: { Age_In_Days__c: 1 }', /Age_In_Days__c/],
      ['Machine__c: { Installed_On__c: "tomorrow" }', /Date/],
      ['Machine__c: { Power__c: "5" }', /Double/],
      ['Id: "x", Machine__c: { Name: "x" }', /Id/],
      ['', /Machine__c/],
    ] as const) {
      const { data, errors } = await change(
        `mutation { uiapi { Machine__cCreate(input: { ${input} }) { Record { Id } } } }`,
      );
      expect(data, input).to.deep.equal({});
      expect(errors[0]!.extensions.ErrorType, input).to.equal('ValidationError');
      expect(errors[0]!.message, input).to.match(message);
    }
  });
});
