import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { children, isPermissionable, readPackage, text } from './package-source.ts';
import type { Element } from './package-source.ts';

type Table = Record<string, string[]>;

interface PermissionTable {
  permissionSets: string[];
  objects: Table;
  fields: Table;
  customPermissions: Table;
  tabs: Table;
}

const table = JSON.parse(
  readFileSync(new URL('../../config/permissions.json', import.meta.url), 'utf8'),
) as PermissionTable;
const components = readPackage('force-app/main');
const sets = components.filter(({ type }) => type === 'PermissionSet');
const fields = new Map(
  components.filter(({ type }) => type === 'CustomField').map(({ fullName, content }) => [fullName, content]),
);

/** One column of the table: what one set allows, without what it does not. */
function column(rows: Table, set: string): Record<string, string> {
  const position = table.permissionSets.indexOf(set);
  const cells = Object.entries(rows).map(([name, row]) => [name, row[position] ?? ''] as const);
  return Object.fromEntries(cells.filter(([, cell]) => cell !== ''));
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

describe('the permission sets', () => {
  it('are the five of the table', () => {
    expect(sets.map(({ fullName }) => fullName)).to.have.members(table.permissionSets);
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

      it('gives the custom permissions and tabs of the table, and nothing else', () => {
        const permissions = byName(children(content, 'customPermissions'), 'name', () => 'yes');
        expect(permissions).to.deep.equal(column(table.customPermissions, fullName));
        const tabs = byName(children(content, 'tabSettings'), 'tab', () => 'yes');
        expect(tabs).to.deep.equal(column(table.tabs, fullName));
        expect(children(content, 'userPermissions')).to.be.empty;
      });

      it('says in its description for whom it is', () => {
        expect(text(content, 'description')).to.match(/^For /).and.to.have.length.within(60, 255);
      });

      it('reads the account wherever it reads what hangs on the account', () => {
        const objects = column(table.objects, fullName);
        expect(objects['Account']).to.include('R');
        if (objects['Feedback_Action__c'] !== undefined)
          expect(objects['Feedback_Action_Plan__c']).to.include('R');
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

  it('make no formula field editable', () => {
    for (const [name, field] of fields) {
      if (text(field, 'formula') === undefined) continue;
      expect(table.fields[name]?.join(''), name).not.to.include('E');
    }
  });

  it('keep the scores on accounts honest: only the integration writes them', () => {
    const scores = Object.entries(table.fields).filter(([name]) => name.startsWith('Account.Feedback_'));
    expect(scores).to.have.lengthOf(10);
    for (const [name, row] of scores) {
      const writers = table.permissionSets.filter((_, position) => row[position]?.includes('E'));
      expect(writers, name).to.deep.equal(['Feedback_Integration']);
    }
  });

  it('let neither reps, account managers, leaders nor the integration delete', () => {
    for (const [name, row] of Object.entries(table.objects)) {
      const deleters = table.permissionSets.filter((_, position) => row[position]?.includes('D'));
      expect(['Feedback_Admin'], name).to.include.members(deleters);
    }
  });
});
