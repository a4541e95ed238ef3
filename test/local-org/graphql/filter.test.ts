import { expect } from 'chai';
import { makeAccount, makeMachine, namesOn, startMachineGraphql } from './machine-graphql.ts';
import type { MachineGraphql, Page, Shown } from './machine-graphql.ts';

describe('GraphQL filters', () => {
  let org: MachineGraphql;
  let accountId: string;

  before(async () => {
    org = await startMachineGraphql();
    const acme = makeAccount(org.org, org.admin, "Acme's 100% \\ Ltd");
    makeAccount(org.org, org.admin, 'Empty');
    accountId = acme.accountId;
    const machines = [
      { Name: 'Ant', Power__c: 1, Installed_On__c: '2026-03-01', Last_Seen_At__c: '2026-02-28T23:30:00Z' },
      {
        Name: 'Bee',
        Power__c: 2,
        Installed_On__c: '2026-02-20',
        Status__c: 'Running',
        Features__c: 'Cooling;Remote',
      },
      {
        Name: 'Cow',
        Installed_On__c: '2025-12-31',
        Status__c: 'Retired',
        Watched__c: false,
        Features__c: 'Remote',
      },
    ];
    for (const machine of machines) makeMachine(org.org, org.admin, { Account__c: accountId, ...machine });
    makeMachine(org.org, org.admin, { Name: 'Dog', Installed_On__c: null });
  });

  after(async () => {
    await org.close();
  });

  /** The names of the machines that a filter finds, with its variables. */
  const found = async (where: string, variables: Record<string, [type: string, value: unknown]> = {}) => {
    const declared = Object.entries(variables).map(([name, [type]]) => `$${name}: ${type}`);
    const head = declared.length === 0 ? '' : `query found(${declared.join(', ')}) `;
    const { data, errors } = await org.ask<{ uiapi: { query: { Machine__c: Page<{ Name: Shown }> } } }>(
      `${head}{ uiapi { query { Machine__c(where: ${where}, orderBy: { Name: {} }) { edges { node { Name { value } } } } } } }`,
      Object.fromEntries(Object.entries(variables).map(([name, [, value]]) => [name, value])),
    );
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join());
    return namesOn(data.uiapi.query.Machine__c).join(' ');
  };

  it('compare values by the type of their field', async () => {
    expect(await found('{ Name: { eq: "ANT" } }')).to.equal('Ant');
    expect(await found('{ Name: { ne: "Ant" } }')).to.equal('Bee Cow Dog');
    expect(await found('{ Name: { like: "%o%" } }')).to.equal('Cow Dog');
    expect(await found('{ Name: { in: ["Ant", "Dog"] } }')).to.equal('Ant Dog');
    expect(await found('{ Name: { nin: ["Ant", "Dog"] } }')).to.equal('Bee Cow');
    expect(await found('{ Name: { in: [] } }')).to.equal('');
    expect(await found('{ Power__c: { gt: 1, lte: 2.0 } }')).to.equal('Bee');
    expect(await found('{ Power__c: { eq: null } }')).to.equal('Cow Dog');
    expect(await found('{ Power__c: { ne: null } }')).to.equal('Ant Bee');
    expect(await found('{ Watched__c: { eq: false } }')).to.equal('Cow');
    expect(await found('{ Status__c: { in: ["Planned", "Running"] } }')).to.equal('Ant Bee Dog');
    expect(await found('{ Features__c: { includes: ["Cooling;Remote"] } }')).to.equal('Bee');
    expect(await found('{ Features__c: { excludes: ["Cooling"] } }')).to.equal('Ant Cow Dog');
    expect(await found('{ Account__c: { eq: null } }')).to.equal('Dog');
    expect(await found(`{ Account__c: { eq: "${accountId.slice(0, 15)}" } }`)).to.equal('Ant Bee Cow');
    expect(await found('{ Is_Old__c: { eq: false }, Age_In_Days__c: { gte: 9 } }')).to.equal('Bee Cow');
  });

  it('take days by value, by name and by distance, in the time zone of the user', async () => {
    expect(await found('{ Installed_On__c: { eq: { value: "2026-02-20" } } }')).to.equal('Bee');
    expect(await found('{ Installed_On__c: { eq: { literal: TODAY } } }')).to.equal('Ant');
    expect(await found('{ Installed_On__c: { eq: { range: { last_n_days: 9 } } } }')).to.equal('Ant Bee');
    expect(await found('{ Installed_On__c: { lt: { range: { n_months_ago: 1 } } } }')).to.equal('Cow');
    expect(
      await found('{ Installed_On__c: { in: [{ value: "2026-02-20" }, { literal: LAST_YEAR }] } }'),
    ).to.equal('Bee Cow');
    expect(await found('{ Installed_On__c: { eq: null } }')).to.equal('Dog');
    expect(await found('{ Last_Seen_At__c: { gte: { value: "2026-02-28T23:00:00+00:00" } } }')).to.equal(
      'Ant',
    );
    expect(await found('{ Last_Seen_At__c: { eq: { literal: YESTERDAY } } }')).to.equal('Ant');
    expect(
      await found('{ Installed_On__c: { lte: { value: $day } } }', { day: ['Date', '2026-02-20'] }),
    ).to.equal('Bee Cow');
  });

  it('join conditions with and, or and not; several members hold together', async () => {
    expect(await found('{ and: [{ Power__c: { gte: 1 } }, { Status__c: { eq: "Running" } }] }')).to.equal(
      'Bee',
    );
    expect(await found('{ or: [{ Name: { eq: "Dog" } }, { Power__c: { eq: 1 } }] }')).to.equal('Ant Dog');
    expect(await found('{ not: { Status__c: { eq: "Planned" } } }')).to.equal('Bee Cow');
    expect(await found('{ Status__c: { eq: "Planned" }, not: { or: [{ Name: { eq: "Ant" } }] } }')).to.equal(
      'Dog',
    );
  });

  it('reach parents, and owners of several kinds', async () => {
    expect(await found('{ Account__r: { Name: { like: "acme%" } } }')).to.equal('Ant Bee Cow');
    expect(await found('{ Account__r: { Owner: { Username: { eq: "admin@rapport.example" } } } }')).to.equal(
      'Ant Bee Cow',
    );
    expect(await found('{ Owner: { User: { Username: { like: "admin%" } } } }')).to.equal('Ant Bee Cow Dog');
    expect(await found('{ Owner: { User: { Username: { like: "nobody%" } } } }')).to.equal('');
  });

  it('find parents by their children, and those without', async () => {
    const accounts = async (join: string): Promise<string> => {
      const { Account: page } = await org.find<{ Account: Page<{ Name: Shown }> }>(
        `Account(where: { Id: { ${join} } }) { edges { node { Name { value } } } }`,
      );
      return namesOn(page).join();
    };
    expect(await accounts('inq: { Machine__c: { Power__c: { gt: 1 } }, ApiName: "Account__c" }')).to.match(
      /^Acme/,
    );
    expect(await accounts('inq: { Machine__c: { Power__c: { gt: 9 } }, ApiName: "Account__c" }')).to.equal(
      '',
    );
    expect(await accounts('ninq: { Machine__c: { Id: { ne: null } }, ApiName: "Account__c" }')).to.equal(
      'Empty',
    );
    await refusesJoin(
      'inq: { Machine__c: {}, Contact: {}, ApiName: "Account__c" }',
      /needs exactly one object/,
    );
    await refusesJoin('inq: { Machine__c: {}, ApiName: "Name" }', /must be an id or a reference/);
    await refusesJoin(
      'inq: { Machine__c: { Id: { inq: { Repair__c: {}, ApiName: "Machine__c" } } }, ApiName: "Account__c" }',
      /Nesting of semi join/,
    );
  });

  const refusesJoin = async (join: string, message: RegExp): Promise<void> => {
    const { errors } = await org.ask(
      `{ uiapi { query { Account(where: { Id: { ${join} } }) { totalCount } } } }`,
    );
    expect(errors[0]!.message).to.match(message);
  };

  it('take values as values, whatever is written in them', async () => {
    const named = async (value: string): Promise<string> => {
      return await found('{ Account__r: { Name: { eq: $name } } }', { name: ['String', value] });
    };
    expect(await named("Acme's 100% \\ Ltd")).to.equal('Ant Bee Cow');
    expect(await named("' OR 1 = 1 --")).to.equal('');
    expect(await named('\\')).to.equal('');
    const like = async (value: string): Promise<string> => {
      return await found('{ Account__r: { Name: { like: $name } } }', { name: ['String', value] });
    };
    expect(await like('%100\\% \\ %')).to.equal('Ant Bee Cow');
    expect(await like('%10\\%%')).to.equal('');
  });

  it('take a whole filter as a variable; a variable that is not given asks for nothing', async () => {
    const filter = {
      and: [{ Account__r: { Name: { like: 'acme%' } } }, { Installed_On__c: { eq: { literal: 'TODAY' } } }],
    };
    expect(await found('$where', { where: ['Machine__c_Filter', filter] })).to.equal('Ant');
    expect(await found('{ Name: { eq: $name } }', { name: ['String', undefined] })).to.equal(
      'Ant Bee Cow Dog',
    );
    expect(await found('{ Power__c: { eq: $power } }', { power: ['Double', null] })).to.equal('Cow Dog');
  });

  it('say what they do not take', async () => {
    for (const [where, message] of [
      ['{ Installed_On__c: { gte: "2026-01-01" } }', /DateInput/],
      ['{ Installed_On__c: { eq: { value: "31.12.2025" } } }', /Date/],
      [
        '{ Installed_On__c: { eq: { value: "2026-01-01", literal: TODAY } } }',
        /needs one of value, literal and range/,
      ],
      ['{ Installed_On__c: { eq: { range: { last_n_days: 1, next_n_days: 1 } } } }', /exactly one period/],
      ['{ Notes__c: { eq: "x" } }', /Notes__c/],
      ['{ Watched__c: { gt: true } }', /gt/],
      ['{ Status__c: { eq: Running } }', /Picklist/],
      ['{ Power__c: { gt: null } }', /needs a value/],
      ['{ Account__c: { eq: "nonsense" } }', /invalid ID field: nonsense/],
      ['{ Nothing__c: { eq: 1 } }', /Nothing__c/],
    ] as const) {
      const failure = await found(where).catch((error: unknown) => error);
      expect(failure, where).to.be.instanceOf(Error);
      expect((failure as Error).message, where).to.match(message);
    }
  });
});
