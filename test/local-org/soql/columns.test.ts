import { expect } from 'chai';
import { QueryOrg } from './query-org.ts';

const plain = {
  aggregate: false,
  apexType: null,
  booleanType: false,
  custom: false,
  foreignKeyName: null,
  insertable: false,
  joinColumns: [],
  numberType: false,
  textType: false,
  updatable: false,
};

describe('columns of a SOQL answer', () => {
  const org = new QueryOrg();
  const columns = (soql: string) => org.query(soql).columns;

  it('tell the type of each field, and whether the user may write it', () => {
    expect(columns('SELECT Id, Name, IsPartner__c FROM Account')).to.deep.equal({
      columnMetadata: [
        { ...plain, columnName: 'Id', displayName: 'Id', apexType: 'Id' },
        {
          ...plain,
          columnName: 'Name',
          displayName: 'Name',
          apexType: 'String',
          textType: true,
          insertable: true,
          updatable: true,
        },
        {
          ...plain,
          columnName: 'IsPartner__c',
          displayName: 'IsPartner__c',
          apexType: 'Boolean',
          booleanType: true,
          custom: true,
          insertable: true,
          updatable: true,
        },
      ],
      entityName: 'Account',
      groupBy: false,
      idSelected: true,
      keyPrefix: '001',
    });
  });

  it('hold the columns of parents and children within them', () => {
    const [parent, children] = columns(
      'SELECT Parent.Owner.Name, (SELECT Score__c FROM Feedback_Responses__r) FROM Account',
    ).columnMetadata;
    expect(parent).to.deep.include({ columnName: 'Parent', foreignKeyName: 'ParentId', aggregate: false });
    expect(parent?.joinColumns[0]).to.deep.include({ columnName: 'Owner', foreignKeyName: 'OwnerId' });
    expect(parent?.joinColumns[0]?.joinColumns[0]).to.deep.include({ columnName: 'Name', textType: true });
    expect(children).to.deep.include({ columnName: 'Feedback_Responses__r', aggregate: true });
    expect(children?.joinColumns[0]).to.deep.include({
      columnName: 'Score__c',
      apexType: 'Double',
      numberType: true,
    });
  });

  it('name aggregates as the records do', () => {
    const { columnMetadata, groupBy, idSelected } = columns(
      'SELECT Industry, COUNT(Id) total, AVG(annualrevenue) FROM Account GROUP BY Industry',
    );
    expect(groupBy).to.equal(true);
    expect(idSelected).to.equal(false);
    expect(columnMetadata).to.have.length(3);
    expect(columnMetadata[0]).to.deep.include({ columnName: 'Industry', aggregate: false });
    expect(columnMetadata[1]).to.deep.equal({
      ...plain,
      columnName: 'total',
      displayName: 'count(Id)',
      aggregate: true,
      numberType: true,
    });
    expect(columnMetadata[2]).to.deep.include({
      columnName: 'expr0',
      displayName: 'avg(AnnualRevenue)',
      aggregate: true,
    });
  });
});
