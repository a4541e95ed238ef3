import { expect } from 'chai';
import { fieldValue } from '../../../src/local-org/graphql/field-value.ts';
import { makeField } from '../../../src/local-org/schema/builders.ts';
import { runQuery } from '../../../src/local-org/soql/run-query.ts';
import { openMachineOrg, refusal, savedId } from '../project/machine-org.ts';
import type { MachineOrg } from '../project/machine-org.ts';

describe('numbers with more decimals than their field shows', () => {
  let machineOrg: MachineOrg;
  let press: string;
  beforeEach(async () => {
    machineOrg = await openMachineOrg();
    press = create('Machine__c', { Name: 'Press', Power__c: 27.77777777777778 });
  });
  afterEach(() => machineOrg.org.close());

  function create(objectName: string, values: Record<string, unknown>): string {
    return savedId(machineOrg.org.create(machineOrg.admin, objectName, [values]));
  }
  function change(values: Record<string, unknown>): string {
    return refusal(machineOrg.org.update(machineOrg.admin, 'Machine__c', [{ Id: press, ...values }]));
  }
  function found(soql: string): Record<string, unknown>[] {
    return runQuery(machineOrg.org, machineOrg.admin, soql, { includeDeleted: false }).records;
  }
  function addRule(errorConditionFormula: string): void {
    machineOrg.org.schema.objects.get('machine__c')?.validationRules.push({
      name: 'Test',
      active: true,
      errorConditionFormula,
      errorMessage: 'Refused by the rule.',
      messageTranslations: {},
    });
  }

  it('are answered as they were sent', () => {
    const [record] = machineOrg.org.retrieve(machineOrg.admin, 'Machine__c', [press], ['Power__c']);
    expect(record).to.include({ Power__c: 27.77777777777778 });
    const [queried] = found(`SELECT Power__c FROM Machine__c WHERE Id = '${press}'`);
    expect(queried).to.include({ Power__c: 27.77777777777778 });
  });

  it('are kept in currencies and percents too', () => {
    const deal = { StageName: 'Prospecting', CloseDate: '2026-05-31', Amount: 1000.005, Probability: 33.3 };
    create('Opportunity', { Name: 'Deal', ...deal });
    expect(found('SELECT Amount, Probability FROM Opportunity')[0]).to.include({
      Amount: 1000.005,
      Probability: 33.3,
    });
  });

  it('are filtered, ordered and computed with by what is stored', () => {
    create('Machine__c', { Name: 'Lathe', Power__c: 27.779 });
    const names = (condition: string): unknown[] =>
      found(`SELECT Name FROM Machine__c WHERE ${condition} ORDER BY Power__c DESC`).map(({ Name }) => Name);
    expect(names('Power__c = 27.78')).to.deep.equal([]);
    expect(names('Power__c = 27.779')).to.deep.equal(['Lathe']);
    expect(names('Power__c < 27.779')).to.deep.equal(['Press']);
    expect(names('Power__c > 27')).to.deep.equal(['Lathe', 'Press']);
    expect(found('SELECT MAX(Power__c) most FROM Machine__c')[0]).to.include({ most: 27.779 });
  });

  it('are seen in full by validation rules', () => {
    expect(change({ Power__c: -0.001 })).to.equal(
      'FIELD_CUSTOM_VALIDATION_EXCEPTION: Power must not be negative.',
    );
    addRule('Power__c <> FLOOR(Power__c)');
    expect(change({ Power__c: 7.001 })).to.equal('FIELD_CUSTOM_VALIDATION_EXCEPTION: Refused by the rule.');
    expect(change({ Power__c: 7 })).to.equal('saved');
  });

  it('change with the first decimal that differs, and not when the same number is sent again', () => {
    addRule('ISCHANGED(Power__c)');
    expect(change({ Power__c: 27.77777777777778 })).to.equal('saved');
    expect(change({ Power__c: '27.77777777777778' })).to.equal('saved');
    expect(change({ Power__c: 27.78 })).to.equal('FIELD_CUSTOM_VALIDATION_EXCEPTION: Refused by the rule.');
  });

  it('are shown with the decimals of the field, rounded half away from zero', () => {
    const access = machineOrg.org.access(machineOrg.admin.userId);
    const shown = (value: number, scale: number): string | null =>
      fieldValue(value, makeField('A__c', 'double', { precision: 9, scale }), access).displayValue();
    expect(fieldValue(27.7778, makeField('A__c', 'double'), access).value).to.equal(27.7778);
    expect([27.7778, 1.005, -1.005, -0.004].map((value) => shown(value, 2))).to.deep.equal([
      '27.78',
      '1.01',
      '-1.01',
      '0.00',
    ]);
    expect([2.5, -2.5, -0.4].map((value) => shown(value, 0))).to.deep.equal(['3', '-3', '0']);
  });

  it('are default values only where the field shows them', () => {
    const power = machineOrg.org.schema.objects.get('machine__c')?.fields.get('power__c');
    if (power === undefined) throw new Error('Power__c was not deployed');
    power.defaultValue = '10 / 3';
    const id = create('Machine__c', { Name: 'Idle' });
    expect(found(`SELECT Power__c FROM Machine__c WHERE Id = '${id}'`)[0]).to.include({ Power__c: 3.33 });
  });
});
