import { expect } from 'chai';
import { startGardenOrg } from './garden-org.ts';
import type { GardenOrg } from './garden-org.ts';

/** Every property that jsforce's type of a described field has. */
const FIELD_PROPERTIES = (
  'aggregatable autoNumber byteLength calculated calculatedFormula cascadeDelete caseSensitive compoundFieldName ' +
  'controllerName createable custom defaultValue defaultValueFormula defaultedOnCreate dependentPicklist ' +
  'deprecatedAndHidden digits displayLocationInDecimal encrypted externalId extraTypeInfo filterable ' +
  'filteredLookupInfo groupable highScaleNumber htmlFormatted idLookup inlineHelpText label length mask maskType ' +
  'name nameField namePointing nillable permissionable picklistValues precision queryByDistance ' +
  'referenceTargetField referenceTo relationshipName relationshipOrder restrictedDelete restrictedPicklist scale ' +
  'soapType sortable type unique updateable writeRequiresMasterRead'
).split(' ');

describe('describe over HTTP', () => {
  let org: GardenOrg;

  before(async () => {
    org = await startGardenOrg();
  });
  after(async () => await org.close());

  it('lists the objects that the user may read', async () => {
    const { sobjects, maxBatchSize } = await org.connection.describeGlobal();
    expect(maxBatchSize).to.equal(200);
    const names = sobjects.map((object) => object.name);
    expect(names).to.include.members(['Account', 'Contact', 'User', 'Plot__c', 'Harvest__c']);
    const stranger = await org.addUser('stranger@rapport.example');
    const visible = await stranger.connection.describeGlobal();
    expect(visible.sobjects.map((object) => object.name)).not.to.include('Plot__c');
  });

  it('describes an object with everything that clients look for', async () => {
    const plot = await org.connection.describe('plot__c');
    expect(plot).to.deep.include({ name: 'Plot__c', label: 'Plot', labelPlural: 'Plots', custom: true });
    expect(plot.keyPrefix).to.match(/^a\w\w$/);
    for (const field of plot.fields) expect(field, field.name).to.include.all.keys(FIELD_PROPERTIES);
    expect(plot.fields.find((field) => field.name === 'CreatedDate')).to.include({
      nillable: false,
      createable: false,
      updateable: false,
    });
    const externalId = plot.fields.find((field) => field.name === 'External_Id__c')!;
    expect(externalId).to.deep.include({
      type: 'string',
      length: 255,
      externalId: true,
      unique: true,
      caseSensitive: true,
      idLookup: true,
      nillable: true,
      inlineHelpText: 'As printed on the sign.',
    });
    expect(plot.childRelationships).to.deep.include.members([
      {
        cascadeDelete: true,
        childSObject: 'Harvest__c',
        deprecatedAndHidden: false,
        field: 'Plot__c',
        junctionIdListNames: [],
        junctionReferenceTo: [],
        relationshipName: 'Harvests__r',
        restrictedDelete: false,
      },
    ]);
  });

  it('describes masters, picklists and auto-numbers', async () => {
    const { fields } = await org.connection.describe('Harvest__c');
    const field = (name: string): (typeof fields)[number] => fields.find((each) => each.name === name)!;
    expect(field('Plot__c')).to.deep.include({
      type: 'reference',
      referenceTo: ['Plot__c'],
      relationshipName: 'Plot__r',
      relationshipOrder: 0,
      nillable: false,
      updateable: false,
      writeRequiresMasterRead: true,
    });
    expect(field('Name')).to.deep.include({ autoNumber: true, nameField: true, createable: false });
    expect(field('Kind__c')).to.deep.include({ restrictedPicklist: true, nillable: false });
    expect(field('Kind__c').picklistValues).to.deep.equal([
      { active: true, defaultValue: true, label: 'Fruit', validFor: null, value: 'Fruit' },
      { active: true, defaultValue: false, label: 'Root vegetable', validFor: null, value: 'Root' },
    ]);
    expect(field('Weight__c')).to.deep.include({ type: 'double', precision: 6, scale: 2, groupable: false });
  });

  it('leaves out fields that the user may not see, and says what she may change', async () => {
    const gardener = await org.addUser('gardener@rapport.example', { sets: ['Gardener'] });
    const plot = await gardener.connection.describe('Plot__c');
    expect(plot).to.include({ createable: false, updateable: false, deletable: false });
    expect(plot.fields.map((field) => field.name)).not.to.include('Rent__c');
    expect(plot.fields.find((field) => field.name === 'Size__c')).to.include({ updateable: false });
    const harvest = await gardener.connection.describe('Harvest__c');
    expect(harvest).to.include({ createable: true, updateable: true, deletable: false });
    expect(harvest.fields.find((field) => field.name === 'Weight__c')).to.include({ updateable: true });
  });

  it('speaks the language of the user', async () => {
    const jardinier = await org.addUser('jardinier@rapport.example', { sets: ['Gardener'], language: 'fr' });
    const plot = await jardinier.connection.describe('Plot__c');
    expect(plot).to.include({ label: 'Parcelle', labelPlural: 'Parcelles' });
    expect(plot.fields.find((field) => field.name === 'Size__c')!.label).to.equal('Surface');
    const harvest = await jardinier.connection.describe('Harvest__c');
    const kind = harvest.fields.find((field) => field.name === 'Kind__c')!;
    expect(kind.picklistValues!.map((value: { label: string }) => value.label)).to.deep.equal([
      'Fruit',
      'Racine',
    ]);
  });
});
