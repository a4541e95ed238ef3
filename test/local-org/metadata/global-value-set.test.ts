import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describeField } from '../../../src/local-org/describe/describe-field.ts';
import { openOrg } from '../../../src/local-org/org.ts';
import type { Org, Session } from '../../../src/local-org/org.ts';
import {
  givePermissionSet,
  makeUser,
  MACHINE_PROJECT,
  NOW,
  refusal,
  savedId,
} from '../project/machine-org.ts';

describe('a global value set', () => {
  let project: string;
  let org: Org;
  let admin: Session;
  beforeEach(async () => {
    project = mkdtempSync(join(tmpdir(), 'local-org-values-'));
    cpSync(MACHINE_PROJECT, project, { recursive: true });
    org = openOrg({ directory: undefined, clock: () => NOW });
    admin = { userId: org.adminUserId };
    await org.deploy(project);
    givePermissionSet(org, org.adminUserId, 'Machine_Admin');
  });
  afterEach(() => {
    org.close();
    rmSync(project, { recursive: true, force: true });
  });

  const fileOf = (name: string) => join(project, 'force-app/main/default', name);
  function replace(name: string, from: string, to: string): void {
    const content = readFileSync(fileOf(name), 'utf8');
    writeFileSync(fileOf(name), content.replace(from, to));
  }
  function labels(objectName: string, session: Session): string[] {
    const object = org.schema.objects.get(objectName.toLowerCase());
    const field = object?.fields.get('paint__c');
    if (object === undefined || field === undefined) throw new Error('Paint__c was not deployed');
    const described = describeField(object, field, org.access(session.userId));
    return (described['picklistValues'] as { label: string }[]).map(({ label }) => label);
  }

  it('shows its labels in the language of the user, in every field that uses it', () => {
    const french = makeUser({ org, admin }, 'System Administrator', [], { LanguageLocaleKey: 'fr' });
    for (const objectName of ['Machine__c', 'Visit__c']) {
      expect(labels(objectName, french)).to.deep.equal(['Rouge', 'Gris clair']);
      expect(labels(objectName, admin)).to.deep.equal(['Red', 'Light Grey']);
    }
  });

  it('gives its fields the values that a later deploy adds, and keeps the translations that came before', async () => {
    const french = makeUser({ org, admin }, 'System Administrator', [], { LanguageLocaleKey: 'fr' });
    const create = () => org.create(admin, 'Machine__c', [{ Name: 'Press', Paint__c: 'Green' }]);
    expect(refusal(create())).to.contain('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST');
    // the set alone, without the fields that use it
    for (const folder of ['globalValueSetTranslations', 'objects', 'objectTranslations', 'permissionsets'])
      rmSync(fileOf(folder), { recursive: true });
    replace(
      'globalValueSets/Machine_Paint.globalValueSet-meta.xml',
      '    <masterLabel>',
      '    <customValue><fullName>Green</fullName><default>false</default><label>Green</label></customValue><masterLabel>',
    );
    await org.deploy(project);
    savedId(create());
    expect(labels('Machine__c', french)).to.deep.equal(['Rouge', 'Gris clair', 'Green']);
  });

  it('refuses the translation of a value, or of a set, that is not there', async () => {
    const file = 'globalValueSetTranslations/Machine_Paint-fr.globalValueSetTranslation-meta.xml';
    replace(file, 'Light Grey', 'Dark Grey');
    const refused = async () => String(await org.deploy(project).catch((error: unknown) => error));
    expect(await refused()).to.contain(
      '(Machine_Paint-fr): GlobalValueSet Machine_Paint has no value Dark Grey',
    );
    const content = readFileSync(fileOf(file), 'utf8').replace('Dark Grey', 'Light Grey');
    writeFileSync(fileOf(file.replace('Paint', 'Sound')), content);
    replace(file, 'Dark Grey', 'Light Grey');
    expect(await refused()).to.contain('(Machine_Sound-fr): no GlobalValueSet named Machine_Sound found');
  });
});
