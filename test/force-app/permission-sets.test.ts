import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { children, isPermissionable, readPackage, text } from './package-source.ts';
import type { Component, Element } from './package-source.ts';

type Table = Record<string, string[]>;

interface PermissionTable {
  permissionSets: { name: string; label: string; description: string }[];
  permissionSetGroups: Table;
  objects: Table;
  fields: Table;
  customMetadataTypes: Table;
  customPermissions: Table;
  userPermissions: Table;
  applications: Table;
  tabs: Table;
}

// read here as it stands, and not by the script that writes the sets: who checks must not share its mistakes
const table = JSON.parse(
  readFileSync(new URL('../../config/permissions.json', import.meta.url), 'utf8'),
) as PermissionTable;
const setNames = table.permissionSets.map(({ name }) => name);
const components = readPackage('force-app/main');
const ofType = (type: string): Component[] => components.filter((component) => component.type === type);
const namesOf = (type: string): string[] => ofType(type).map(({ fullName }) => fullName);
const sets = ofType('PermissionSet');
const customObjects = namesOf('CustomObject').filter((name) => name.endsWith('__c'));
const metadataTypes = namesOf('CustomObject').filter((name) => name.endsWith('__mdt'));
/** Those of objects with records: the fields of a custom metadata type have no permissions. */
const fields = new Map(
  ofType('CustomField')
    .filter(({ fullName }) => !fullName.includes('__mdt.'))
    .map(({ fullName, content }) => [fullName, content]),
);

/** One column of the table: what one set allows, without what it does not. */
function column(rows: Table, set: string): Record<string, string> {
  const position = setNames.indexOf(set);
  const cells = Object.entries(rows).map(([name, row]) => [name, row[position] ?? ''] as const);
  return Object.fromEntries(cells.filter(([, cell]) => cell !== ''));
}

/** The sets that have a letter in a row. */
function setsWith(row: string[] | undefined, letter: string): string[] {
  return setNames.filter((_, position) => row?.[position]?.includes(letter));
}

function letters(element: Element, names: [letter: string, name: string][]): string {
  return names.map(([letter, name]) => (text(element, name) === 'true' ? letter : '')).join('');
}

function byName(
  elements: Element[],
  key: string,
  value: (element: Element) => string,
): Record<string, string> {
  return Object.fromEntries(elements.map((element) => [text(element, key) ?? '', value(element)]));
}

const yesIf = (name: string, expected: string) => (element: Element) =>
  text(element, name) === expected ? 'yes' : 'no';

/** The objects that an object hangs on: without Read on them Salesforce refuses Read on the object. */
function parentsOf(object: string): string[] {
  const standard: Record<string, string[]> = {
    Contact: ['Account'],
    Opportunity: ['Account'],
    Case: ['Account', 'Contact'],
  };
  const masters = [...fields]
    .filter(([name, field]) => name.startsWith(`${object}.`) && text(field, 'type') === 'MasterDetail')
    .map(([, field]) => text(field, 'referenceTo') ?? '');
  return [...masters, ...(standard[object] ?? [])];
}

describe('the permission sets', () => {
  it('are the five of the table', () => {
    expect(sets).to.have.lengthOf(5);
    expect(sets.map(({ fullName }) => fullName)).to.have.members(setNames);
  });

  for (const { fullName, content } of sets) {
    describe(fullName, () => {
      it('allows on objects what the table says, and nothing else', () => {
        const allowed = byName(children(content, 'objectPermissions'), 'object', (permission) =>
          letters(permission, [
            ['C', 'allowCreate'],
            ['R', 'allowRead'],
            ['E', 'allowEdit'],
            ['D', 'allowDelete'],
            ['V', 'viewAllRecords'],
            ['M', 'modifyAllRecords'],
          ]),
        );
        expect(allowed).to.deep.equal(column(table.objects, fullName));
        for (const permission of children(content, 'objectPermissions'))
          expect(text(permission, 'viewAllFields')).not.to.equal('true');
      });

      it('allows on fields what the table says, and nothing else', () => {
        const allowed = byName(children(content, 'fieldPermissions'), 'field', (permission) =>
          letters(permission, [
            ['R', 'readable'],
            ['E', 'editable'],
          ]),
        );
        expect(allowed).to.deep.equal(column(table.fields, fullName));
      });

      it('gives the custom permissions, settings, apps and tabs of the table, and no others', () => {
        const given = (element: string, key: string, value: (element: Element) => string) =>
          byName(children(content, element), key, value);
        expect(given('customPermissions', 'name', yesIf('enabled', 'true'))).to.deep.equal(
          column(table.customPermissions, fullName),
        );
        expect(given('customMetadataTypeAccesses', 'name', yesIf('enabled', 'true'))).to.deep.equal(
          column(table.customMetadataTypes, fullName),
        );
        expect(given('applicationVisibilities', 'application', yesIf('visible', 'true'))).to.deep.equal(
          column(table.applications, fullName),
        );
        expect(given('tabSettings', 'tab', yesIf('visibility', 'Visible'))).to.deep.equal(
          column(table.tabs, fullName),
        );
      });

      it('gives no permission of the system at large, such as Modify All Data, and no other kind of access', () => {
        expect(table.userPermissions).to.deep.equal({});
        const kinds = Object.keys(content).filter((name) => !name.startsWith('@_'));
        expect([
          'applicationVisibilities',
          'customMetadataTypeAccesses',
          'customPermissions',
          'description',
          'fieldPermissions',
          'hasActivationRequired',
          'label',
          'objectPermissions',
          'tabSettings',
        ]).to.include.members(kinds);
        expect(text(content, 'hasActivationRequired')).to.equal('false');
      });

      it('says in its description for whom it is', () => {
        const described = table.permissionSets.find(({ name }) => name === fullName);
        expect(text(content, 'label')).to.equal(described?.label);
        expect(text(content, 'description')).to.equal(described?.description);
        expect(described?.description).to.match(/^For /).and.to.have.length.within(60, 255);
      });

      it('reads the parent of whatever it reads', () => {
        const objects = column(table.objects, fullName);
        for (const object of Object.keys(objects)) {
          for (const parent of parentsOf(object))
            expect(objects[parent], `${parent}, the parent of ${object}`).to.include('R');
        }
        expect(objects['Account']).to.include('R');
      });

      it('reads the object of every field, and sees the tab of no object that it does not read', () => {
        const objects = column(table.objects, fullName);
        const named = [
          ...Object.keys(column(table.fields, fullName)),
          ...Object.keys(column(table.tabs, fullName)),
        ];
        for (const name of named) expect(objects[name.split('.')[0] ?? ''], name).to.include('R');
      });

      it('may write no field of an object of the package that it may neither add nor edit', () => {
        const objects = column(table.objects, fullName);
        for (const [name, cell] of Object.entries(column(table.fields, fullName))) {
          const object = name.split('.')[0] ?? '';
          if (object.endsWith('__c') && cell.includes('E')) expect(objects[object], name).to.match(/[CE]/);
        }
      });
    });
  }

  it('name no field that is required or a master-detail field, as Salesforce would refuse the deploy', () => {
    for (const name of Object.keys(table.fields).filter((one) => one.endsWith('__c'))) {
      const field = fields.get(name);
      expect(field, name).not.to.equal(undefined);
      if (field !== undefined) expect(isPermissionable(field), name).to.equal(true);
    }
  });

  it('decide on every field that can be decided on', () => {
    const undecided = [...fields].filter(
      ([name, field]) => isPermissionable(field) && table.fields[name] === undefined,
    );
    expect(undecided.map(([name]) => name)).to.deep.equal([]);
  });

  it('decide on every object, custom metadata type, custom permission, app and tab of the package', () => {
    const decided = (rows: Table) => Object.keys(rows);
    expect(decided(table.objects).filter((name) => name.endsWith('__c'))).to.have.members(customObjects);
    expect(decided(table.customMetadataTypes)).to.have.members(metadataTypes);
    expect(decided(table.customPermissions)).to.have.members(namesOf('CustomPermission'));
    expect(decided(table.applications)).to.have.members(namesOf('CustomApplication'));
    expect(decided(table.tabs)).to.have.members(namesOf('CustomTab'));
    expect(decided(table.permissionSetGroups)).to.have.members(namesOf('PermissionSetGroup'));
  });

  it('read every object that the package adds fields to', () => {
    const extended = new Set([...fields.keys()].map((name) => name.split('.')[0] ?? ''));
    for (const object of extended) expect(setsWith(table.objects[object], 'R'), object).not.to.be.empty;
  });

  it('make no formula field or summary editable', () => {
    const computed = [...fields].filter(
      ([, field]) => text(field, 'formula') !== undefined || text(field, 'type') === 'Summary',
    );
    expect(computed).not.to.be.empty;
    for (const [name] of computed) expect(setsWith(table.fields[name], 'E'), name).to.deep.equal([]);
  });

  it('keep the scores honest: only the integration writes them, month by month and on accounts and contacts', () => {
    const scores = Object.entries(table.fields).filter(([name]) =>
      /^(Account\.Feedback_|Contact\.Feedback_Last_|Feedback_Snapshot__c\.)/.test(name),
    );
    expect(scores).to.have.length.above(30);
    for (const [name, row] of scores)
      expect(setsWith(row, 'E'), name).to.deep.equal(['Feedback_Integration']);
    expect(setsWith(table.objects['Feedback_Snapshot__c'], 'C')).to.deep.equal(['Feedback_Integration']);
  });

  it('show the hash of an invitation to the integration alone', () => {
    expect(setsWith(table.fields['Feedback_Invitation__c.Token_Hash__c'], 'R')).to.deep.equal([
      'Feedback_Integration',
    ]);
  });

  it('let neither reps, account managers, leaders nor the integration delete, but for the snapshots, which it computes', () => {
    for (const [name, row] of Object.entries(table.objects)) {
      const deleting = name === 'Feedback_Snapshot__c' ? 'Feedback_Integration' : 'Feedback_Admin';
      expect([deleting], name).to.include.members(setsWith(row, 'D'));
    }
  });

  it('leave the objects of Salesforce to the profiles: no set but the integration does more than read', () => {
    for (const [name, row] of Object.entries(table.objects).filter(([one]) => !one.endsWith('__c'))) {
      const others = row.filter((_, position) => setNames[position] !== 'Feedback_Integration');
      expect(['', 'R'], name).to.include.members(others);
    }
  });

  it('give a sales leader nothing to write but stories', () => {
    const written = Object.entries(column(table.objects, 'Feedback_Leader')).filter(
      ([, cell]) => cell !== 'R',
    );
    expect(written).to.deep.equal([['Feedback_Story__c', 'CRE']]);
  });

  it('give a key account manager at least what a rep has', () => {
    for (const rows of [table.objects, table.fields, table.tabs, table.applications]) {
      const more = column(rows, 'Feedback_Account_Manager');
      for (const [name, cell] of Object.entries(column(rows, 'Feedback_Rep')))
        expect([...(more[name] ?? '')], name).to.include.members([...cell]);
    }
  });
});

describe('the permission set groups', () => {
  for (const { fullName, content } of ofType('PermissionSetGroup')) {
    it(`${fullName} is made of the sets of the table, and says for whom it is`, () => {
      const members = [content['permissionSets']].flat();
      expect(members).to.have.members(setsWith(table.permissionSetGroups[fullName], 'yes'));
      expect(text(content, 'status')).to.equal('Updated');
      expect(text(content, 'description')).to.match(/^For /).and.to.have.length.within(60, 255);
    });

    it(`${fullName} does not hold the rights of the integration`, () => {
      expect(setsWith(table.permissionSetGroups[fullName], 'yes')).not.to.include('Feedback_Integration');
    });
  }
});
