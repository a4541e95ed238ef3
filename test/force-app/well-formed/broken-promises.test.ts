import { expect } from 'chai';
import { adding, foundIn, replacing, textOf, uncounted, without } from './broken-copy.ts';
import type { Copy } from './broken-copy.ts';

const main = 'force-app/main/default';
const objects = `${main}/objects`;
const rep = `${main}/permissionsets/Feedback_Rep.permissionset-meta.xml`;
const type = `${objects}/Feedback_Survey__c/fields/Type__c.field-meta.xml`;

const toldToPeople: Copy[] = [
  [
    'help of a word',
    type,
    replacing(/<inlineHelpText>.*</, '<inlineHelpText>The type<'),
    'inlineHelpText',
    'says nothing',
  ],
  [
    'help that says no more than the label',
    type,
    (text) => text.replace(/(<inlineHelpText>).*?(<[^]*?<label>)(.*?)</, '$1Kind of survey$2Kind of survey<'),
    'inlineHelpText',
    'says no more than the label',
  ],
  ['a field without description', type, without('description'), 'description', 'says nothing'],
  [
    'an object without description',
    `${objects}/Feedback_Action__c/Feedback_Action__c.object-meta.xml`,
    without('description'),
    'description',
    'says nothing',
  ],
  [
    'a label of 41 characters',
    type,
    replacing(/<label>[^<]*<\/label>\s*<required>/, `<label>${'x'.repeat(41)}</label><required>`),
    'label',
    'has 41 characters, at most 40 are allowed',
  ],
  [
    'a validation message of 256 characters',
    `${objects}/Feedback_Survey__c/validationRules/Closes_After_It_Opens.validationRule-meta.xml`,
    replacing(/<errorMessage>.*</, `<errorMessage>${'x'.repeat(256)}<`),
    'errorMessage',
    'has 256 characters, at most 255 are allowed',
  ],
];

const heldByThePackage: Copy[] = [
  [
    'an object that does not say who shares it',
    `${objects}/Feedback_Unmatched__c/Feedback_Unmatched__c.object-meta.xml`,
    without('sharingModel'),
    'sharingModel',
    'is not there',
  ],
  [
    'a detail that is shared for itself',
    `${objects}/Feedback_Snapshot__c/Feedback_Snapshot__c.object-meta.xml`,
    replacing('ControlledByParent', 'ReadWrite'),
    'sharingModel',
    'is ReadWrite, and the object is a detail',
  ],
  [
    'a detail that only those may write who may write its master',
    `${objects}/Feedback_Response__c/fields/Account__c.field-meta.xml`,
    replacing('<writeRequiresMasterRead>true', '<writeRequiresMasterRead>false'),
    'writeRequiresMasterRead',
    'should be true',
  ],
  [
    'two lists of one name at one parent',
    `${objects}/Feedback_Unmatched__c/fields/Account__c.field-meta.xml`,
    replacing(/<relationshipName>.*</, '<relationshipName>Feedback_Stories<'),
    'relationshipName',
    'Account.Feedback_Stories is there twice',
  ],
  [
    'a relationship name of 41 characters',
    `${objects}/Feedback_Unmatched__c/fields/Account__c.field-meta.xml`,
    replacing(/<relationshipName>.*</, `<relationshipName>${'X'.repeat(41)}<`),
    'relationshipName',
    `“${'X'.repeat(41)}” has 41 characters, at most 40 are allowed`,
  ],
  [
    'a permission on a required field',
    rep,
    adding('PermissionSet', fieldPermission('Feedback_Response__c.Responded_At__c', false)),
    'fieldPermissions/field',
    'Feedback_Response__c.Responded_At__c is required, a master-detail or a system field, and has no permission of its own',
  ],
  [
    'a permission on a master-detail field',
    rep,
    adding('PermissionSet', fieldPermission('Feedback_Response__c.Account__c', false)),
    'fieldPermissions/field',
    'Feedback_Response__c.Account__c is required, a master-detail or a system field, and has no permission of its own',
  ],
  [
    'a formula that a set lets people edit',
    rep,
    replacing(/<editable>false(<\/editable>\s*<field>Feedback_Action__c.Is_Late__c)/, '<editable>true$1'),
    'fieldPermissions/editable',
    'Feedback_Action__c.Is_Late__c is computed, and cannot be edited',
  ],
  [
    'a detail that a set opens without its parent',
    rep,
    replacing(/<allowRead>true(<[^]{0,80}<object>Feedback_Action_Plan__c<)/, '<allowRead>false$1'),
    'objectPermissions/object',
    'Feedback_Action__c needs Read on Feedback_Action_Plan__c',
  ],
];

function fieldPermission(field: string, isEditable: boolean): string {
  return `<fieldPermissions><editable>${isEditable}</editable><field>${field}</field><readable>true</readable></fieldPermissions>`;
}

describe('a broken copy of the package: promises', () => {
  for (const [what, file, change, element, problem] of [...toldToPeople, ...heldByThePackage]) {
    it(`is found with ${what}`, () => {
      expect(foundIn({ [file]: change }).map(uncounted)).to.deep.equal([`${file}: ${element}: ${problem}`]);
    });
  }

  it('is found with a field without help, which French then helps with alone', () => {
    const french = 'force-app/french/default/objectTranslations/Feedback_Survey__c-fr';
    expect(foundIn({ [type]: without('inlineHelpText') })).to.deep.equal([
      `${type}: inlineHelpText: says nothing`,
      `${french}/Type__c.fieldTranslation-meta.xml: help: Feedback_Survey__c.Type__c: help is not in the package`,
    ]);
  });

  it('is found with a feature that an org may lack', () => {
    const file = `${objects}/Feedback_Action__c/compactLayouts/Headline.compactLayout-meta.xml`;
    const change = adding('CompactLayout', '<fields>CurrencyIsoCode</fields>');
    expect(foundIn({ [file]: change }).map(uncounted)).to.deep.equal([
      `${file}: fields: Feedback_Action__c has no field CurrencyIsoCode`,
      `${file}: fields: CurrencyIsoCode belongs to an optional feature`,
    ]);
  });

  it('is found with a field on an account that has no prefix, and no French', () => {
    const file = `${objects}/Account/fields/Window_Days__c.field-meta.xml`;
    const prefixed = textOf(`${objects}/Account/fields/Feedback_Window_Days__c.field-meta.xml`);
    const found = foundIn({ [file]: () => prefixed.replace('Feedback_Window_Days__c', 'Window_Days__c') });
    expect(found).to.deep.equal([
      `${file}: fullName: Window_Days__c on Account does not begin with Feedback_`,
      `${file}: label: Account.Window_Days__c: label is not said in French`,
      `${file}: inlineHelpText: Account.Window_Days__c: help is not said in French`,
    ]);
  });

  it('is found with an API name of 41 characters', () => {
    const view = `${objects}/Feedback_Action__c/listViews`;
    const name = `O${'p'.repeat(39)}n`;
    const file = `${view}/${name}.listView-meta.xml`;
    const open = textOf(`${view}/Open.listView-meta.xml`);
    expect(foundIn({ [file]: () => open.replace('>Open<', `>${name}<`) })).to.deep.equal([
      `${file}: fullName: “${name}” has 41 characters, at most 40 are allowed`,
    ]);
  });

  it('is found with a record of custom metadata among what upgrades overwrite', () => {
    const record = textOf('config/defaults/customMetadata/Feedback_Setting.Default.md-meta.xml');
    const file = `${main}/customMetadata/Feedback_Setting.Standard.md-meta.xml`;
    expect(foundIn({ [file]: () => record })).to.deep.equal([
      `${file}: fullName: a record of custom metadata belongs in config/defaults`,
    ]);
  });

  it('is found with a rule on opportunities among what every org gets', () => {
    const folder = 'objects/Opportunity/validationRules';
    const rule = 'Feedback_Lost_Deal_Needs_Outcome.validationRule-meta.xml';
    const file = `${main}/${folder}/${rule}`;
    const found = foundIn({
      [`config/defaults/${folder}/${rule}`]: () => undefined,
      [file]: () => textOf(`config/defaults/${folder}/${rule}`),
    });
    expect(found).to.deep.equal([
      `${file}: errorConditionFormula: the record Feedback_Setting.Default is not there when this is deployed`,
      `${file}: fullName: a rule on Opportunity belongs in config/defaults`,
    ]);
  });

  it('is found with a headline of eleven fields', () => {
    const file = `${objects}/Feedback_Action__c/compactLayouts/Headline.compactLayout-meta.xml`;
    const fields = '<fields>Status__c</fields>'.repeat(11);
    expect(foundIn({ [file]: replacing(/(<fields>.*<\/fields>\s*)+/, fields) })).to.deep.equal([
      `${file}: fields: is there 11 times, at most 10 are allowed`,
    ]);
  });

  it('is found with more roll-up summaries than an object may have', () => {
    const fields = `${objects}/Feedback_Action_Plan__c/fields`;
    const summary = textOf(`${fields}/Open_Actions__c.field-meta.xml`);
    const names = Array.from({ length: 25 }, (_, number) => `Open_Actions_${number}__c`);
    const found = foundIn(
      Object.fromEntries(
        names.map((name) => [
          `${fields}/${name}.field-meta.xml`,
          () => summary.replace('>Open_Actions__c<', `>${name}<`),
        ]),
      ),
    );
    expect(found.filter((problem) => !problem.includes('French'))).to.have.lengthOf(1);
    expect(found.join('\n')).to.include(
      'Feedback_Action_Plan__c has 26 roll-up summaries, at most 25 are allowed',
    );
  });
});
