import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { permissionSetFiles, permissionSetFolder, tablePath } from '../../scripts/build-permission-sets.ts';
import { permissionSetXml } from '../../scripts/permission-sets/permission-set-xml.ts';
import { readPermissionTable } from '../../scripts/permission-sets/permission-table.ts';

describe('the permission sets that are deployed', () => {
  it('are what the table says: run `npm run generate` when this fails', () => {
    const files = permissionSetFiles();
    expect(readdirSync(permissionSetFolder)).to.have.members([...files.keys()]);
    for (const [name, text] of files) {
      const deployed = readFileSync(new URL(name, permissionSetFolder), 'utf8');
      expect(deployed === text, `${name} is stale`).to.equal(true);
    }
  });

  it('are written with their elements in alphabetical order, and text as XML wants it', () => {
    const table = readPermissionTable(tablePath);
    const set = { name: 'Keepers', label: 'Bees & Honey', description: 'For those who keep < 3 hives.' };
    const xml = permissionSetXml(
      {
        ...table,
        permissionSets: [set],
        objects: { Hive__c: ['CRE'], Bee__c: ['R'], Wasp__c: [''] },
        fields: { 'Hive__c.Weight__c': ['RE'], 'Hive__c.Age_In_Years__c': ['R'], 'Hive__c.Age__c': ['R'] },
        customMetadataTypes: { Season__mdt: ['yes'] },
        customPermissions: { Harvest: [''] },
        userPermissions: {},
        applications: { Apiary: ['yes'] },
        tabs: { Hive__c: ['yes'] },
      },
      set,
    );
    const elements = [...xml.matchAll(/^ {4}<(\w+)>/gm)].map(([, name]) => name);
    expect(elements).to.deep.equal(elements.toSorted());
    expect(xml).to.include('<label>Bees &amp; Honey</label>').and.include('keep &lt; 3 hives');
    expect([...xml.matchAll(/<(?:field|object)>(.*)<\//g)].map(([, name]) => name)).to.deep.equal([
      'Hive__c.Age_In_Years__c',
      'Hive__c.Age__c',
      'Hive__c.Weight__c',
      'Bee__c',
      'Hive__c',
    ]);
    expect(xml).not.to.match(/Harvest|Wasp__c|userPermissions/);
  });
});

describe('the table of permissions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'permissions-'));
  after(() => rmSync(folder, { recursive: true }));

  const reading = (change: (table: Record<string, Record<string, unknown>>) => void) => () => {
    const table = JSON.parse(readFileSync(tablePath, 'utf8')) as Record<string, Record<string, unknown>>;
    change(table);
    const path = join(folder, 'permissions.json');
    writeFileSync(path, JSON.stringify(table));
    readPermissionTable(path);
  };

  it('is read as it stands', () => {
    expect(reading(() => undefined)).not.to.throw();
  });

  it('has a cell for each set in every row', () => {
    const short = reading((table) => (table['objects']!['Account'] = ['R', 'R', 'R', 'R']));
    expect(short).to.throw('objects.Account has 4 cells for 5 sets.');
  });

  it('knows no other letters than those it explains, and no other sections', () => {
    const unknownLetter = reading((table) => (table['fields']!['Account.Name'] = ['R', 'X', '', '', '']));
    expect(unknownLetter).to.throw('Account.Name');
    const unknownSection = reading((table) => (table['profiles'] = {}));
    expect(unknownSection).to.throw('profiles');
  });
});
