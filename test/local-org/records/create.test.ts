import { expect } from 'chai';
import { makeUser, openMachineOrg, refusal, savedId } from '../project/machine-org.ts';
import type { MachineOrg } from '../project/machine-org.ts';

describe('creating records', () => {
  let machineOrg: MachineOrg;
  before(async () => {
    machineOrg = await openMachineOrg();
  });
  after(() => machineOrg.org.close());

  function create(
    objectName: string,
    ...records: Record<string, unknown>[]
  ): ReturnType<MachineOrg['org']['create']> {
    return machineOrg.org.create(machineOrg.admin, objectName, records);
  }
  function read(
    objectName: string,
    id: string,
    ...fields: string[]
  ): Record<string, unknown> | null | undefined {
    return machineOrg.org.retrieve(machineOrg.admin, objectName, [id], fields)[0];
  }

  it('refuses a default value that does not fit its field', async () => {
    const { org, admin } = await openMachineOrg();
    org.schema.objects.get('machine__c')!.fields.get('power__c')!.defaultValue = '99999';
    expect(refusal(org.create(admin, 'Machine__c', [{ Name: 'Press' }]))).to.equal(
      'NUMBER_OUTSIDE_VALID_RANGE: Power: value outside of valid range on numeric field: 99999',
    );
    org.close();
  });

  it('fills in defaults, system fields and the owner', () => {
    const id = savedId(create('Machine__c', { Name: 'Press' }));
    const record = read(
      'Machine__c',
      id,
      'Status__c',
      'Watched__c',
      'Installed_On__c',
      'OwnerId',
      'CreatedDate',
    );
    expect(record).to.include({
      Status__c: 'Planned',
      Watched__c: true,
      Installed_On__c: '2026-03-01',
      OwnerId: machineOrg.admin.userId,
      CreatedDate: '2026-03-01T10:00:00.000+0000',
    });
  });

  it('leaves empty what is explicitly null', () => {
    const id = savedId(create('Machine__c', { Name: 'Press', Installed_On__c: null }));
    expect(read('Machine__c', id, 'Installed_On__c')).to.include({ Installed_On__c: null });
  });

  it('takes field names in any case and names a nameless record by its id', () => {
    const id = savedId(create('machine__C', { POWER__C: '3.456', service_email__c: 'a@b.co' }));
    expect(read('Machine__c', id, 'Power__c', 'Name')).to.include({ Power__c: 3.456, Name: id });
  });

  it('names every required field that is missing', () => {
    expect(refusal(create('Opportunity', { Name: 'Deal' }))).to.equal(
      'REQUIRED_FIELD_MISSING: Required fields are missing: [StageName, CloseDate]',
    );
    expect(create('Contact', { FirstName: 'Ann', LastName: '  ' })[0]?.errors[0]?.fields).to.deep.equal([
      'LastName',
    ]);
  });

  const refused: [string, Record<string, unknown>, string][] = [
    [
      'a text that is too long',
      { Serial__c: 'A-123456789012345678901' },
      'STRING_TOO_LONG: Serial Number: data value too large: A-123456789012345678901 (max length=20)',
    ],
    [
      'a value outside a restricted picklist',
      { Status__c: 'Lost' },
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: Status: bad value for restricted picklist field: Lost',
    ],
    [
      'a value outside a restricted multi-select',
      { Features__c: 'Cooling;Heating' },
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: Features: bad value for restricted picklist field: Heating',
    ],
    [
      'a number with too many digits',
      { Power__c: 1000 },
      'NUMBER_OUTSIDE_VALID_RANGE: Power: value outside of valid range on numeric field: 1000',
    ],
    [
      'an e-mail address that is none',
      { Service_Email__c: 'nobody' },
      'INVALID_EMAIL_ADDRESS: Service Email: invalid email address: nobody',
    ],
    [
      'an id that is none',
      { Account__c: 'NotReal' },
      'MALFORMED_ID: Customer: id value of incorrect type: NotReal',
    ],
    [
      'an id of another object',
      { Account__c: '003A0000006Vm9r' },
      'FIELD_INTEGRITY_EXCEPTION: Customer: id value of incorrect type: 003A0000006Vm9rIAC',
    ],
    [
      'an id that nothing has',
      { Account__c: '001A0000006Vm9r' },
      'INVALID_CROSS_REFERENCE_KEY: invalid cross reference id',
    ],
    [
      'a checkbox without a value',
      { Watched__c: null },
      'INVALID_TYPE_ON_FIELD_IN_RECORD: Watched: value not of required type: ',
    ],
    [
      'a formula field',
      { Title__c: 'X' },
      'INVALID_FIELD_FOR_INSERT_UPDATE: Unable to create/update fields: Title__c. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
    ],
    [
      'a system field',
      { CreatedDate: '2020-01-01T00:00:00Z' },
      'INVALID_FIELD_FOR_INSERT_UPDATE: Unable to create/update fields: CreatedDate. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
    ],
    [
      'an id of its own',
      { Id: 'a00A0000006Vm9r' },
      'INVALID_FIELD_FOR_INSERT_UPDATE: cannot specify Id in an insert call',
    ],
    [
      'what a validation rule forbids',
      { Power__c: -1 },
      'FIELD_CUSTOM_VALIDATION_EXCEPTION: Power must not be negative.',
    ],
  ];
  for (const [what, values, message] of refused) {
    it(`refuses ${what}`, () => {
      expect(refusal(create('Machine__c', { Name: 'Press', ...values }))).to.equal(message);
    });
  }

  it('refuses the request for an unknown field, an unknown object, or a value of the wrong JSON type', () => {
    expect(() => create('Machine__c', { Colour__c: 'red' })).to.throw(
      "No such column 'Colour__c' on sobject of type Machine__c",
    );
    expect(() => create('Widget__c', {})).to.throw("sObject type 'Widget__c' is not supported.");
    expect(() => create('Machine__c', { Power__c: 'strong' })).to.throw(
      'Cannot deserialize instance of double from VALUE_STRING value strong',
    );
    expect(() => create('Machine__c', { Installed_On__c: '2026-02-30' })).to.throw(
      'Cannot deserialize instance of date',
    );
    expect(() => create('Machine__c', { Name: 5 })).to.throw(
      'Cannot deserialize instance of string from VALUE_NUMBER_INT',
    );
  });

  it('refuses a second record with a unique value, and names the first', () => {
    const id = savedId(create('Machine__c', { Name: 'A', Serial__c: 'DU-1' }));
    expect(refusal(create('Machine__c', { Name: 'B', Serial__c: 'DU-1' }))).to.equal(
      `DUPLICATE_VALUE: duplicate value found: Serial__c duplicates value on record with id: ${id.slice(0, 15)}`,
    );
    expect(refusal(create('Machine__c', { Name: 'B', Serial__c: 'du-1' }))).to.equal('saved');
  });

  it('finds a parent by its external id, and says when there is none', () => {
    savedId(create('Machine__c', { Name: 'A', Serial__c: 'PA-1' }));
    const technician = savedId(create('Contact', { LastName: 'Ito', Email: 'ito@example.com' }));
    const id = savedId(
      create('Repair__c', { Machine__r: { Serial__c: 'PA-1' }, Technician__r: { Email: 'ITO@example.com' } }),
    );
    expect(read('Repair__c', id, 'Technician__c', 'Machine_Title__c')).to.include({
      Technician__c: technician,
      Machine_Title__c: 'A ()',
    });
    expect(
      refusal(create('Repair__c', { Machine__r: { Serial__c: 'NO-1' }, Technician__c: technician })),
    ).to.equal(
      'INVALID_FIELD: Foreign key external ID: NO-1 not found for field Serial__c in entity Machine__c',
    );
  });

  it('saves the good records of a call, or none when all or none is asked', () => {
    const { org, admin } = machineOrg;
    const records = [{ Name: 'good' }, { Name: 'bad', Power__c: -1 }];
    expect(org.create(admin, 'Machine__c', records).map((result) => result.success)).to.deep.equal([
      true,
      false,
    ]);
    const results = org.create(admin, 'Machine__c', records, { allOrNone: true });
    expect(results.map((result) => result.errors[0]?.statusCode)).to.deep.equal([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'FIELD_CUSTOM_VALIDATION_EXCEPTION',
    ]);
    expect(results[0]?.id).to.equal(undefined);
    expect(
      org.database.prepare('SELECT count(*) AS n FROM "Machine__c" WHERE "Name" = \'good\'').get()?.['n'],
    ).to.equal(1);
  });

  it('derives what standard objects derive', () => {
    const contact = savedId(create('Contact', { FirstName: 'Ann', LastName: 'Lee' }));
    expect(read('Contact', contact, 'Name')).to.include({ Name: 'Ann Lee' });
    const deal = savedId(
      create('Opportunity', { Name: 'D', StageName: 'Closed Won', CloseDate: '2026-05-31', Amount: 100 }),
    );
    expect(
      read(
        'Opportunity',
        deal,
        'IsWon',
        'IsClosed',
        'Probability',
        'ForecastCategory',
        'FiscalQuarter',
        'ExpectedRevenue',
      ),
    ).to.include({
      IsWon: true,
      IsClosed: true,
      Probability: 100,
      ForecastCategory: 'Closed',
      FiscalQuarter: 2,
      ExpectedRevenue: 100,
    });
    const complaint = savedId(create('Case', { Subject: 'Noise' }));
    expect(read('Case', complaint, 'CaseNumber', 'Status', 'IsClosed')).to.include({
      CaseNumber: '00000001',
      Status: 'New',
      IsClosed: false,
    });
  });

  it('makes users with the rules of user names', () => {
    const { userId } = makeUser(machineOrg, 'Standard User', [], {
      FirstName: 'Ann',
      Username: 'ann@example.com',
    });
    expect(read('User', userId, 'Name', 'IsActive')).to.deep.include({ Name: 'Ann User 1', IsActive: true });
    const again = (): unknown => makeUser(machineOrg, 'Standard User', [], { Username: 'ANN@example.com' });
    expect(again).to.throw('DUPLICATE_USERNAME');
    expect(() => makeUser(machineOrg, 'Standard User', [], { Username: 'ann' })).to.throw(
      'INVALID_EMAIL_ADDRESS',
    );
    expect(refusal(create('User', { LastName: 'X' }))).to.equal(
      'REQUIRED_FIELD_MISSING: Required fields are missing: [Username, Email, Alias, TimeZoneSidKey, LocaleSidKey, ProfileId, LanguageLocaleKey, EmailEncodingKey]',
    );
  });
});
