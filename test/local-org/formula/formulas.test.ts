import { expect } from 'chai';
import { compileFormula } from '../../../src/local-org/formula/compile.ts';
import type { FormulaType } from '../../../src/local-org/formula/compile.ts';
import { Formulas } from '../../../src/local-org/formula/formulas.ts';
import { makeField } from '../../../src/local-org/schema/builders.ts';
import type { FieldType, ObjectDefinition } from '../../../src/local-org/schema/schema.ts';
import { makeUser, openMachineOrg, savedId } from '../project/machine-org.ts';
import type { MachineOrg } from '../project/machine-org.ts';
import type { Session } from '../../../src/local-org/org.ts';

describe('formulas', () => {
  let machineOrg: MachineOrg;
  let machine: ObjectDefinition;
  // Half past eleven at night in UTC is already the next day in Paris.
  let now = new Date('2026-03-01T23:30:00Z');
  let parisian: Session;
  let id: string;
  before(async () => {
    machineOrg = await openMachineOrg(undefined, () => now);
    const found = machineOrg.org.schema.objects.get('machine__c');
    if (found === undefined) throw new Error('Machine__c was not deployed');
    machine = found;
    parisian = makeUser(machineOrg, 'Standard User', ['Machine_Keeper']);
    const { org, admin } = machineOrg;
    const account = savedId(org.create(admin, 'Account', [{ Name: "O'Hara", Industry: 'Energy' }]));
    const values = {
      Name: 'Press',
      Account__c: account,
      Installed_On__c: '2025-01-01',
      Watcher__c: parisian.userId,
      Features__c: 'Remote',
      Power__c: 12.5,
      Last_Seen_At__c: '2026-02-28T23:30:00Z',
    };
    id = savedId(org.create(admin, 'Machine__c', [values]));
  });
  after(() => machineOrg.org.close());

  function value(
    formula: string,
    type: FieldType = 'string',
    as: Session = machineOrg.admin,
    details = {},
  ): unknown {
    const { org } = machineOrg;
    const field = makeField('Test__c', type, {
      formula: { expression: formula, blankAsZero: false },
      ...details,
    });
    const formulas = new Formulas(org.schema, org.store, org.clock, org.organizationId);
    const row = org.database.prepare('SELECT * FROM "Machine__c" WHERE "Id" = ?').get(id) ?? {};
    return formulas.fieldValue(machine, field, { row, access: org.access(as.userId) });
  }
  function compiling(
    formula: string,
    returnType: FormulaType = 'string',
    seesChanges = false,
  ): () => unknown {
    return () => compileFormula(machineOrg.org.schema, machine, formula, { returnType, seesChanges });
  }

  it('read the record, its parents and their formulas, names in any case', () => {
    expect(value('upper(NAME) & "/" & account__R.name & "/" & Account__r.Owner.Username')).to.equal(
      "PRESS/O'Hara/admin@rapport.example",
    );
    expect(value('IF(Is_Old__c, "old", "new")')).to.equal('old');
    expect(value('CASE(Account__r.Industry, "Energy", "e", "x")')).to.equal('e');
    expect(value('IF(INCLUDES(Features__c, "Remote"), "yes", "no")')).to.equal('yes');
  });

  it('compute numbers decimally and round to the scale of the field', () => {
    expect(value('Power__c * 1.1 / 3', 'double', machineOrg.admin, { precision: 18, scale: 2 })).to.equal(
      4.58,
    );
    expect(value('Power__c / 100', 'percent', machineOrg.admin, { precision: 18, scale: 1 })).to.equal(12.5);
    expect(value('1 / 0', 'double', machineOrg.admin, { precision: 18, scale: 2 })).to.equal(null);
  });

  it('round the value of a field, not what one formula sees of another', () => {
    const third = { precision: 18, scale: 2, formula: { expression: 'Power__c / 3', blankAsZero: false } };
    machine.fields.set('third__c', makeField('Third__c', 'double', third));
    expect(value('Power__c / 3', 'double', machineOrg.admin, { precision: 18, scale: 2 })).to.equal(4.17);
    expect(value('Third__c * 3', 'double', machineOrg.admin, { precision: 18, scale: 2 })).to.equal(12.5);
    expect(value('Third__c = 4.17', 'boolean')).to.equal(0);
    expect(value('Third__c / 10', 'percent', machineOrg.admin, { precision: 18, scale: 1 })).to.equal(41.7);
    machine.fields.delete('third__c');
  });

  it('take today from the clock of the org and the time zone of the user, not from the machine', () => {
    expect(value('TODAY()', 'date')).to.equal('2026-03-01');
    expect(value('TODAY()', 'date', parisian)).to.equal('2026-03-02');
    expect(value('NOW()', 'datetime')).to.equal('2026-03-01T23:30:00.000Z');
    expect(value('DATEVALUE(Last_Seen_At__c)', 'date')).to.equal('2026-02-28');
    expect(value('DATEVALUE(Last_Seen_At__c)', 'date', parisian)).to.equal('2026-03-01');
    now = new Date('2027-01-01T12:00:00Z');
    expect(
      value('today ( ) - Installed_On__c', 'double', machineOrg.admin, { precision: 18, scale: 0 }),
    ).to.equal(730);
  });

  it('know the user, the profile, the labels and the permissions', () => {
    expect(value('Watcher__c = $User.Id', 'boolean', parisian)).to.equal(1);
    expect(value('Watcher__c = $User.Id', 'boolean')).to.equal(0);
    expect(value('$Profile.Name')).to.equal('System Administrator');
    expect(value('$Label.Machine_Greeting')).to.equal('Hello machine');
    expect(value('$Permission.Revive_Machines', 'boolean', parisian)).to.equal(1);
    expect(value('$Organization.Name')).to.equal('Local Org');
  });

  it('know the records of custom metadata types, whoever asks', () => {
    const stranger = makeUser(machineOrg, 'Minimum Access - API Only Integrations', []);
    for (const user of [machineOrg.admin, stranger]) {
      const number = { precision: 18, scale: 1 };
      expect(value('$CustomMetadata.Machine_Rule__mdt.Strict.Limit__c + 1', 'double', user, number)).to.equal(
        901.5,
      );
      expect(value('$customMetadata.machine_rule__mdt.STRICT.active__c', 'boolean', user)).to.equal(1);
      expect(value('$CustomMetadata.Machine_Rule__mdt.Strict.Since__c', 'date', user)).to.equal('2026-01-31');
      expect(
        value(
          'IF(ISPICKVAL($CustomMetadata.Machine_Rule__mdt.Strict.Kind__c, "Hard"), "h", "s")',
          'string',
          user,
        ),
      ).to.equal('h');
      expect(value('$CustomMetadata.Machine_Rule__mdt.Strict.MasterLabel', 'string', user)).to.equal(
        'Strict rule',
      );
      expect(
        value(
          'IF(ISBLANK($CustomMetadata.Machine_Rule__mdt.Strict.Note__c), "none", "some")',
          'string',
          user,
        ),
      ).to.equal('none');
    }
  });

  it('take texts with quotes, escapes and comments', () => {
    expect(value(`"it's \\"so\\"" & /* a comment */ " & 'more'"`)).to.equal(`it's "so" & 'more'`);
    expect(value('IF(REGEX(Name, "P[a-z]{4}"), "matches", "no")')).to.equal('matches');
    expect(value('"a" & BR() & "b"')).to.equal('a\nb');
  });

  it('are refused when they name what does not exist', () => {
    expect(compiling('Colour__c')).to.throw('Field Colour__c does not exist. Check spelling.');
    expect(compiling('Account__r.Colour__c')).to.throw(
      'Field Account__r.Colour__c does not exist. Check spelling.',
    );
    expect(compiling('$Permission.Fly', 'boolean')).to.throw(
      'Field $Permission.Fly does not exist. Check spelling.',
    );
    expect(compiling('VLOOKUP(Name, Name, Name)')).to.throw(
      'The local org does not know the function VLOOKUP',
    );
    for (const path of [
      '$CustomMetadata.Rule__mdt.Strict.Limit__c',
      '$CustomMetadata.Machine_Rule__mdt.Lax.Limit__c',
      '$CustomMetadata.Machine_Rule__mdt.Strict.Colour__c',
      '$CustomMetadata.Machine_Rule__mdt.Strict.IsDeleted',
    ]) {
      expect(compiling(path)).to.throw(`Field ${path} does not exist. Check spelling.`);
    }
    expect(compiling('$Setup.Rule__c.Limit__c')).to.throw('The local org does not offer $Setup to formulas');
  });

  it('are refused when they are no formulas, give the wrong type, or ask for changes where there are none', () => {
    expect(compiling('Name &')).to.throw();
    expect(compiling('IF(REGEX(TRIM(Name), "[a"), "a", "b")')).to.throw(
      'The local org cannot take the pattern [a',
    );
    expect(compiling('Name # 2')).to.throw("Syntax error. Found '#' at position 6");
    expect(compiling('Power__c')).to.throw("expected a 'string' type value, but 'number' type found");
    expect(compiling('ISCHANGED(Name)', 'boolean')).to.throw(
      'The function ISCHANGED may not be used in this type of formula',
    );
    expect(compiling('ISCHANGED(Account__r.Name)', 'boolean', true)).to.throw(
      'it takes a field of the record itself',
    );
  });

  it('are computed inside queries', () => {
    const row = machineOrg.org.database
      .prepare(
        "SELECT formula_value('machine__c', 'title__c', \"Id\", ?) AS title FROM \"Machine__c\" WHERE formula_value('Machine__c', 'Is_Mine__c', \"Id\", ?) = 1",
      )
      .get(parisian.userId, parisian.userId);
    expect(row?.['title']).to.equal("PRESS (O'Hara)");
  });
});
