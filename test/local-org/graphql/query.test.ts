import { expect } from 'chai';
import { makeAccount, makeMachine, namesOn, startMachineGraphql } from './machine-graphql.ts';
import type { MachineGraphql, Page, Shown } from './machine-graphql.ts';

type Machines = { Machine__c: Page<{ Name: Shown }> };

describe('GraphQL queries', () => {
  let org: MachineGraphql;
  let first: string;

  before(async () => {
    org = await startMachineGraphql();
    const { accountId, contactId } = makeAccount(org.org, org.admin, 'Acme');
    for (let count = 0; count < 12; count += 1) {
      const id = makeMachine(org.org, org.admin, {
        Name: `Machine ${String(count).padStart(2, '0')}`,
        Account__c: accountId,
        Power__c: count,
        Status__c: count % 2 === 0 ? 'Planned' : 'Running',
        Features__c: 'Cooling;Remote',
        Last_Seen_At__c: '2026-02-01T22:30:00Z',
        Watched__c: false,
      });
      first ??= id;
    }
    for (const Cost__c of [1000.5, 20, 300]) {
      org.org.create(org.admin, 'Repair__c', [{ Machine__c: first, Technician__c: contactId, Cost__c }]);
    }
  });

  after(async () => {
    await org.close();
  });

  it('answer records as edges with nodes, and an empty list of errors', async () => {
    const query = `query machines($id: ID) {
      uiapi { query { Machine__c(where: { Id: { eq: $id } }) { edges { node { Id ApiName __typename Name { value } } } } } }
    }`;
    const answer = await org.ask(query, { id: first });
    const node = {
      Id: first,
      ApiName: 'Machine__c',
      __typename: 'Machine__c',
      Name: { value: 'Machine 00' },
    };
    expect(answer).to.deep.equal({
      status: 200,
      data: { uiapi: { query: { Machine__c: { edges: [{ node }] } } } },
      errors: [],
    });
  });

  it('show values as they are, and in the words and the time zone of the user', async () => {
    const { token } = org.signIn('System Administrator', ['Machine_Admin'], {
      LanguageLocaleKey: 'fr',
      LocaleSidKey: 'fr_FR',
      TimeZoneSidKey: 'Europe/Paris',
    });
    const { Machine__c: page } = await org.find<{ Machine__c: Page<Record<string, Shown>> }>(
      `Machine__c(first: 1, where: { Name: { eq: "machine 01" } }) { edges { node {
        Status__c { value label displayValue } Features__c { value label } Power__c { value displayValue }
        Installed_On__c { value displayValue } Last_Seen_At__c { value displayValue } Watched__c { value displayValue }
        Account__c { displayValue } Serial__c { value displayValue }
      } } }`,
      token,
    );
    const node = page.edges[0]!.node;
    expect(node['Status__c']).to.deep.equal({
      value: 'Running',
      label: 'En marche',
      displayValue: 'En marche',
    });
    expect(node['Features__c']).to.deep.equal({ value: 'Cooling;Remote', label: 'Cooling;Remote' });
    expect(node['Power__c']).to.deep.equal({ value: 1, displayValue: '1,00' });
    expect(node['Installed_On__c']).to.deep.equal({ value: '2026-03-01', displayValue: '01/03/2026' });
    expect(node['Last_Seen_At__c']).to.deep.equal({
      value: '2026-02-01T22:30:00.000Z',
      displayValue: '01/02/2026 23:30',
    });
    expect(node['Watched__c']).to.deep.equal({ value: false, displayValue: null });
    expect(node['Account__c']).to.deep.equal({ displayValue: null });
    expect(node['Serial__c']).to.deep.equal({ value: null, displayValue: null });
  });

  it('answer ten records unless said, and the next ones after a cursor', async () => {
    const { Machine__c: page } = await org.find<Machines>(
      'Machine__c(orderBy: { Name: { order: ASC } }) { edges { node { Name { value } } cursor } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }',
    );
    expect(page.edges.length).to.equal(10);
    expect(page.totalCount).to.equal(12);
    const { startCursor, endCursor } = page.pageInfo;
    expect(page.pageInfo).to.deep.include({ hasNextPage: true, hasPreviousPage: false });
    expect([startCursor, endCursor]).to.deep.equal([page.edges[0]!.cursor, page.edges[9]!.cursor]);
    const { Machine__c: next } = await org.find<Machines>(
      `Machine__c(after: "${endCursor}", orderBy: { Name: { order: ASC } }) { edges { node { Name { value } } } pageInfo { hasNextPage hasPreviousPage } }`,
    );
    expect(namesOn(next)).to.deep.equal(['Machine 10', 'Machine 11']);
    expect(next.pageInfo).to.deep.equal({ hasNextPage: false, hasPreviousPage: true });
  });

  it('refuse more than 2,000 records a page, and small pages where upperBound is given', async () => {
    for (const [given, message] of [
      ['first: 2001', "The argument 'first' must be from 1 to 2000, but was 2001."],
      ['first: 0', "The argument 'first' must be from 1 to 2000, but was 0."],
      [
        'first: 10, upperBound: 1000',
        "The argument 'first' must be from 200 to 2000 with 'upperBound', but was 10.",
      ],
      ['after: "nonsense"', 'Invalid cursor: nonsense'],
    ]) {
      const answer = await org.ask(`{ uiapi { query { Machine__c(${given}) { totalCount } } } }`);
      expect(answer.data).to.deep.equal({ uiapi: { query: { Machine__c: null } } });
      expect(answer.errors[0]).to.deep.include({ message, path: ['uiapi', 'query', 'Machine__c'] });
      expect(answer.errors[0]!.extensions.ErrorType).to.equal('DataFetchingException');
    }
    const { Machine__c: page } = await org.find<Machines>(
      'Machine__c(first: 200, upperBound: 5) { edges { node { Name { value } } } pageInfo { hasNextPage } }',
    );
    expect([page.edges.length, page.pageInfo.hasNextPage]).to.deep.equal([5, false]);
  });

  it('sort by several fields in the order written, also in variables, empty values where asked', async () => {
    const empty = makeMachine(org.org, org.admin, { Name: 'Without power' });
    const query = `query sorted($by: Machine__c_OrderBy) {
      uiapi { query { Machine__c(first: 3, orderBy: $by) { edges { node { Name { value } } } } } }
    }`;
    const sorted = async (by: object): Promise<unknown[]> => {
      const { data } = await org.ask<{ uiapi: { query: Machines } }>(query, { by });
      return namesOn(data.uiapi.query.Machine__c);
    };
    expect(
      await sorted({ Status__c: { order: 'DESC' }, Power__c: { order: 'DESC', nulls: 'LAST' } }),
    ).to.deep.equal(['Machine 11', 'Machine 09', 'Machine 07']);
    expect(await sorted({ Power__c: { order: 'ASC' }, Status__c: { order: 'DESC' } })).to.deep.equal([
      'Without power',
      'Machine 00',
      'Machine 01',
    ]);
    org.org.delete(org.admin, [empty]);
  });

  it('follow references to the parent, and to whoever owns the record', async () => {
    const { data } = await org.ask<{ uiapi: { query: { Machine__c: Page<object> } } }>(
      `{ uiapi { query { Machine__c(first: 1) { edges { node {
        Account__r { Name { value } Owner { Username { value } } }
        Watcher__r { Name { value } }
        Owner { __typename ...person }
      } } } } } }
      fragment person on User { Id Username { value } }`,
    );
    const page = data.uiapi.query.Machine__c;
    expect(page.edges[0]!.node).to.deep.equal({
      Account__r: { Name: { value: 'Acme' }, Owner: { Username: { value: 'admin@rapport.example' } } },
      Watcher__r: null,
      Owner: { __typename: 'User', Id: org.admin.userId, Username: { value: 'admin@rapport.example' } },
    });
  });

  it('answer children with a page, an order, a filter and a count of their own', async () => {
    const { Machine__c: page } = await org.find<{
      Machine__c: Page<Record<string, Page<Record<string, Shown>>>>;
    }>(
      `Machine__c(first: 2, orderBy: { Name: { order: ASC } }) { edges { node {
        Repairs__r(first: 1, orderBy: { Cost__c: { order: DESC } }) {
          edges { node { Cost__c { value displayValue } Machine__r { Name { value } } } cursor }
          totalCount pageInfo { hasNextPage }
        }
        cheap: Repairs__r(where: { Cost__c: { lt: 500 } }) { totalCount edges { node { Cost__c { value } } } }
      } } }`,
    );
    const [machine, other] = page.edges.map(({ node }) => node);
    expect(machine!['Repairs__r']).to.deep.equal({
      edges: [
        {
          node: {
            Cost__c: { value: 1000.5, displayValue: '$1,000.50' },
            Machine__r: { Name: { value: 'Machine 00' } },
          },
          cursor: 'djE6MA==',
        },
      ],
      totalCount: 3,
      pageInfo: { hasNextPage: true },
    });
    expect(machine!['cheap']).to.deep.include({ totalCount: 2 });
    expect(machine!['cheap']!.edges.map(({ node }) => node['Cost__c']!.value)).to.have.members([20, 300]);
    expect(other!['Repairs__r']).to.deep.equal({
      edges: [],
      totalCount: 0,
      pageInfo: { hasNextPage: false },
    });
  });

  it('go one level of children deep, and no further', async () => {
    const { errors } = await org.ask(
      '{ uiapi { query { Account { edges { node { Machines__r { edges { node { Repairs__r { totalCount } } } } } } } } } }',
    );
    expect(errors[0]!.message).to.match(/'Repairs__r' can be queried of the records of a query only/);
    expect(errors[0]!.extensions.ErrorType).to.equal('OperationNotSupported');
  });

  it('take fragments, aliases, @include and @skip, and defaults of variables', async () => {
    const { data } = await org.ask(
      `query several($size: Int = 1, $more: Boolean!) {
        uiapi { query { some: Machine__c(first: $size, orderBy: { Name: {} }) { ...page } } }
      }
      fragment page on Machine__cConnection { edges { node { ...name Power__c @skip(if: $more) { value } } } }
      fragment name on Record { ... on Machine__c { title: Name { value } Status__c @include(if: $more) { value } } }`,
      { more: true },
    );
    expect(data).to.deep.equal({
      uiapi: {
        query: {
          some: { edges: [{ node: { title: { value: 'Machine 00' }, Status__c: { value: 'Planned' } } }] },
        },
      },
    });
  });

  it('run the operation that is named', async () => {
    const query =
      'query one { uiapi { query { Account { totalCount } } } } query two { uiapi { query { Contact { totalCount } } } }';
    const { json } = await org.send({ query, operationName: 'two' });
    expect(json).to.deep.equal({ data: { uiapi: { query: { Contact: { totalCount: 1 } } } }, errors: [] });
  });

  it('answer who asks', async () => {
    const { data } = await org.ask('{ uiapi { currentUser { Id Username { value } } } }');
    expect(data).to.deep.equal({
      uiapi: { currentUser: { Id: org.admin.userId, Username: { value: 'admin@rapport.example' } } },
    });
  });

  it('find only the records of the user with scope MINE', async () => {
    const { userId, token } = org.signIn('Standard User', ['Machine_Keeper']);
    makeMachine(org.org, { userId }, { Name: 'My own' });
    const { Machine__c: page } = await org.find<Machines>(
      'Machine__c(scope: MINE) { edges { node { Name { value } } } totalCount }',
      token,
    );
    expect([namesOn(page), page.totalCount]).to.deep.equal([['My own'], 1]);
  });

  it('hold ten queries in one request, and no more', async () => {
    const queries = (count: number): string =>
      Array.from({ length: count }, (_item, index) => `q${index}: Account { totalCount }`).join(' ');
    expect((await org.ask(`{ uiapi { query { ${queries(10)} } } }`)).errors).to.deep.equal([]);
    const { errors } = await org.ask(`{ uiapi { query { ${queries(11)} } } }`);
    expect(errors[0]!.message).to.equal('A request can have up to 10 queries.');
  });
});
