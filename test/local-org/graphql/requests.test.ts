import { expect } from 'chai';
import { makeMachine, startMachineGraphql } from './machine-graphql.ts';
import type { GraphqlError, MachineGraphql } from './machine-graphql.ts';

describe('GraphQL requests', () => {
  let org: MachineGraphql;

  before(async () => {
    org = await startMachineGraphql();
  });

  after(async () => {
    await org.close();
  });

  it('are refused as REST refuses them when they are no GraphQL request at all', async () => {
    for (const body of ['{', {}, { query: 1 }, [], { query: '{ x }', variables: 'none' }]) {
      const { status, json } = await org.send(body);
      expect(status, JSON.stringify(body)).to.equal(400);
      expect((json as { errorCode: string }[])[0]!.errorCode).to.equal('JSON_PARSER_ERROR');
    }
    const get = await fetch(`${org.url}/services/data/v67.0/graphql`, {
      headers: { authorization: `Bearer ${org.issueSession('admin@rapport.example')}` },
    });
    expect(get.status).to.equal(405);
  });

  it('are answered 200 with the kind of error when something is wrong with the query', async () => {
    for (const [request, type, message] of [
      [{ query: 'query { uiapi { ' }, 'InvalidSyntax', /^Invalid syntax : Expected Name/],
      [{ query: '' }, 'InvalidSyntax', /^Invalid syntax/],
      [
        { query: '{ uiapi { setup { x } } }' },
        'ValidationError',
        /Field 'setup' in type 'UIAPI' is undefined/,
      ],
      [{ query: '{ uiapi { query { Machine__c(last: 5) { totalCount } } } }' }, 'ValidationError', /last/],
      [{ query: '{ uiapi { query { Machine__c } } }' }, 'ValidationError', /selection/],
      [
        { query: 'query a { uiapi { __typename } } query b { uiapi { __typename } }' },
        'OperationNotSupported',
        /operation name/,
      ],
      [{ query: 'query a { uiapi { __typename } }', operationName: 'b' }, 'OperationNotSupported', /'b'/],
      [
        { query: 'query a($n: Int!) { uiapi { query { Machine__c(first: $n) { totalCount } } } }' },
        'ValidationError',
        /Variable "\$n"/,
      ],
      [
        {
          query: 'query a($n: Int) { uiapi { query { Machine__c(first: $n) { totalCount } } } }',
          variables: { n: 'ten' },
        },
        'ValidationError',
        /Variable "\$n"/,
      ],
      [
        {
          query:
            'query a($s: String) { uiapi { query { Machine__c(where: { Status__c: { eq: $s } }) { totalCount } } } }',
        },
        'ValidationError',
        /"String".*"Picklist"/,
      ],
    ] as const) {
      const { status, json } = await org.send(request);
      const { data, errors } = json as { data: unknown; errors: GraphqlError[] };
      expect([status, data], request.query).to.deep.equal([200, {}]);
      expect(errors[0]!.extensions.ErrorType, request.query).to.equal(type);
      expect(errors[0]!.message, request.query).to.match(message);
    }
  });

  it('may be nested and long only so far', async () => {
    const deep = `{ uiapi { query { Machine__c${'{ edges'.repeat(4000)}`;
    const long = `{ uiapi { query { ${'Machine__c { totalCount } '.repeat(4000)} } } }`;
    for (const query of [deep, long]) {
      const { json } = await org.send({ query });
      expect((json as { errors: GraphqlError[] }).errors[0]!.extensions.ErrorType).to.equal('InvalidSyntax');
    }
    const levels = 1500;
    const nested = `${'{ not: '.repeat(levels)}{ Name: { eq: "x" } }${' }'.repeat(levels)}`;
    const answer = await org.ask(`{ uiapi { query { Machine__c(where: ${nested}) { totalCount } } } }`);
    expect(answer.errors[0]!.extensions.errorCode).to.equal('QUERY_TOO_COMPLICATED');
  });

  it('can ask for the schema, as far as the user may see it', async () => {
    const { token } = org.signIn('Minimum Access - API Only Integrations', ['Machine_Reader']);
    const query = '{ __type(name: "Machine__c") { fields { name type { name kind } } } }';
    const { data } = await org.ask<{ __type: { fields: { name: string; type: { name: string } }[] } }>(
      query,
      {},
      token,
    );
    const types = new Map(data.__type.fields.map(({ name, type }) => [name, type.name]));
    expect(types.get('Status__c')).to.equal('PicklistValue');
    expect(types.get('Account__r')).to.equal('Account');
    expect(types.has('Power__c')).to.equal(false);
  });

  it('count as one API call each', async () => {
    const used = async (): Promise<number> => {
      const response = await fetch(`${org.url}/services/data/v67.0/graphql`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${org.issueSession('admin@rapport.example')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          query: '{ uiapi { query { a: Account { totalCount } b: Account { totalCount } } } }',
        }),
      });
      return Number(/api-usage=(\d+)/.exec(response.headers.get('Sforce-Limit-Info') ?? '')?.[1]);
    };
    expect((await used()) - (await used())).to.equal(-1);
  });

  it('describe objects and the values of picklists', async () => {
    makeMachine(org.org, org.admin, { Name: 'Mill' });
    const { token } = org.signIn('Minimum Access - API Only Integrations', ['Machine_Reader'], {
      LanguageLocaleKey: 'fr',
    });
    const { data, errors } = await org.ask(
      `query info($names: [String]) { uiapi { objectInfos(apiNames: $names) {
        ApiName label keyPrefix createable updateable nameFields defaultRecordTypeId
        childRelationships { childObjectApiName fieldName relationshipName }
      } } }`,
      { names: ['Machine__c'] },
      token,
    );
    expect(errors).to.deep.equal([]);
    expect(data).to.deep.equal({
      uiapi: {
        objectInfos: [
          {
            ApiName: 'Machine__c',
            label: 'Appareil',
            keyPrefix: 'a00',
            createable: false,
            updateable: false,
            nameFields: ['Name'],
            defaultRecordTypeId: '012000000000000AAA',
            childRelationships: [],
          },
        ],
      },
    });
    const fields = await org.ask(
      `{ uiapi { objectInfos(objectInfoInputs: [{ apiName: "Machine__c", fieldNames: ["Status__c", "Account__c"] }]) {
        fields { __typename ApiName dataType label required updateable referenceToInfos { ApiName nameFields }
          ... on PicklistField { picklistValuesByRecordTypeIDs { defaultValue { value } picklistValues { label value } } } }
      } } }`,
      {},
      token,
    );
    expect(fields.data).to.deep.equal({
      uiapi: {
        objectInfos: [
          {
            fields: [
              {
                __typename: 'StandardField',
                ApiName: 'Account__c',
                dataType: 'REFERENCE',
                label: 'Customer',
                required: false,
                updateable: false,
                referenceToInfos: [{ ApiName: 'Account', nameFields: ['Name'] }],
              },
              {
                __typename: 'PicklistField',
                ApiName: 'Status__c',
                dataType: 'PICKLIST',
                label: 'État',
                required: true,
                updateable: true,
                referenceToInfos: [],
                picklistValuesByRecordTypeIDs: [
                  {
                    defaultValue: { value: 'Planned' },
                    picklistValues: [
                      { label: 'Planned', value: 'Planned' },
                      { label: 'En marche', value: 'Running' },
                      { label: 'Retired', value: 'Retired' },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    });
    for (const given of [
      'apiNames: ["Repair__c"]',
      'apiNames: ["Nothing"]',
      'apiNames: ["Account"], objectInfoInputs: []',
    ]) {
      const refused = await org.ask(`{ uiapi { objectInfos(${given}) { ApiName } } }`, {}, token);
      expect(refused.errors[0]!.extensions.ErrorType, given).to.equal('DataFetchingException');
    }
  });
});
