import { expect } from 'chai';
import { makeMachine, startMachineGraphql } from './machine-graphql.ts';
import type { GraphqlAnswer, MachineGraphql, Page } from './machine-graphql.ts';

type Groups = Page<{ aggregate: Record<string, Record<string, unknown>> }>;

describe('GraphQL aggregates', () => {
  let org: MachineGraphql;

  before(async () => {
    org = await startMachineGraphql();
    const machines: [Name: string, Status__c: string, Power__c: number | null][] = [
      ['a', 'Planned', 10],
      ['A', 'Planned', 20],
      ['b', 'Running', 40],
      ['c', 'Retired', null],
    ];
    for (const [Name, Status__c, Power__c] of machines) {
      makeMachine(org.org, org.admin, { Name, Status__c, Power__c });
    }
  });

  after(async () => {
    await org.close();
  });

  const aggregate = async (
    query: string,
  ): Promise<GraphqlAnswer<{ uiapi: { aggregate: { Machine__c: Groups } } }>> =>
    await org.ask(`{ uiapi { aggregate { Machine__c${query} } } }`);
  const groups = async (query: string): Promise<Groups> => {
    const { data, errors } = await aggregate(query);
    expect(errors).to.deep.equal([]);
    return data.uiapi.aggregate.Machine__c;
  };

  it('count and sum by a picklist, in an order of the results', async () => {
    const page =
      await groups(`(groupBy: { Status__c: { group: true } }, orderBy: { Power__c: { function: SUM, order: DESC, nulls: LAST } }, first: 2) {
      edges { node { aggregate {
        Status__c { value label } Id { count { value } }
        Power__c { sum { value displayValue } avg { value } min { value } max { value } countDistinct { value } }
      } } cursor } totalCount pageInfo { hasNextPage }
    }`);
    expect([page.totalCount, page.pageInfo.hasNextPage]).to.deep.equal([3, true]);
    expect(page.edges.map(({ node }) => node.aggregate)).to.deep.equal([
      {
        Status__c: { value: 'Running', label: 'Running' },
        Id: { count: { value: 1 } },
        Power__c: {
          sum: { value: 40, displayValue: '40.00' },
          avg: { value: 40 },
          min: { value: 40 },
          max: { value: 40 },
          countDistinct: { value: 1 },
        },
      },
      {
        Status__c: { value: 'Planned', label: 'Planned' },
        Id: { count: { value: 2 } },
        Power__c: {
          sum: { value: 30, displayValue: '30.00' },
          avg: { value: 15 },
          min: { value: 10 },
          max: { value: 20 },
          countDistinct: { value: 2 },
        },
      },
    ]);
  });

  it('take a filter, and page through the groups', async () => {
    const query = (after: string): string =>
      `(where: { Power__c: { ne: null } }, groupBy: { Status__c: { group: true } }, orderBy: { Status__c: { order: DESC } }, first: 1${after}) { edges { node { aggregate { Status__c { value } } } } pageInfo { endCursor hasNextPage } }`;
    const first = await groups(query(''));
    expect(first.edges[0]!.node.aggregate['Status__c']).to.deep.equal({ value: 'Running' });
    const second = await groups(query(`, after: "${first.pageInfo.endCursor}"`));
    expect(second.edges[0]!.node.aggregate['Status__c']).to.deep.equal({ value: 'Planned' });
    expect(second.pageInfo.hasNextPage).to.equal(false);
  });

  it('take texts that differ in letter case for one', async () => {
    const page = await groups(
      '(groupBy: { Name: { group: true } }) { edges { node { aggregate { Name { value count { value } } } } } }',
    );
    expect(page.edges.map(({ node }) => node.aggregate['Name']!['count'])).to.deep.equal([
      { value: 2 },
      { value: 1 },
      { value: 1 },
    ]);
  });

  it('aggregate all records without groups, and count them', async () => {
    const page = await groups(
      ' { edges { node { aggregate { Power__c { avg { value } } Installed_On__c { max { value } } } } } totalCount }',
    );
    expect(page).to.deep.equal({
      edges: [
        {
          node: {
            aggregate: {
              Power__c: { avg: { value: 70 / 3 } },
              Installed_On__c: { max: { value: '2026-03-01' } },
            },
          },
        },
      ],
      totalCount: 4,
    });
    expect(await groups(' { totalCount }')).to.deep.equal({ totalCount: 4 });
  });

  it('refuse what cannot be grouped or aggregated', async () => {
    for (const [query, message] of [
      ['(groupBy: { Power__c: { group: true } }) { totalCount }', /Power__c/],
      ['(groupBy: { Title__c: { group: true } }) { totalCount }', /Title__c/],
      [
        '(groupBy: { type: ROLLUP, Status__c: { group: true } }) { totalCount }',
        /ROLLUP is not supported by the local org/,
      ],
      [
        '(groupBy: { Status__c: { group: true } }) { edges { node { aggregate { Name { value } } } } }',
        /must be grouped or aggregated: Name/,
      ],
      [' { edges { node { aggregate { Status__c { sum { value } } } } } }', /sum/],
      ['(orderBy: { Name: { order: ASC } }) { totalCount }', /must be grouped or aggregated: Name/],
    ] as const) {
      const { errors } = await aggregate(query);
      expect(errors[0]?.message, query).to.match(message);
    }
  });
});
