import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { apiVersion } from '../../src/preview/api-version.ts';
import { languages } from '../../src/preview/messages/messages.ts';

/** Every text of a language by its path; those that take words are given short ones. */
function texts(value: unknown, path = ''): Record<string, string> {
  if (typeof value === 'string') return { [path]: value };
  if (typeof value === 'function') {
    const written = (...words: unknown[]): unknown => (value as (...words: unknown[]) => unknown)(...words);
    return value.length === 3
      ? { [path]: String(written('9', true, 'w')), [`${path} (one)`]: String(written('1', false, 'w')) }
      : { [path]: String(written('w', 'w')) };
  }
  return Object.assign(
    {},
    ...Object.entries(value as object).map(([key, part]) => texts(part, `${path}/${key}`)),
  ) as Record<string, string>;
}

describe('the texts of the preview', () => {
  const english = texts(languages.en.messages);
  const french = texts(languages.fr.messages);
  const sameInBoth = /^\/(appName|navigation|permissionSets)/;

  it('are the same in every language, and none is empty', () => {
    expect(Object.keys(french)).to.deep.equal(Object.keys(english));
    expect(Object.values({ ...english, ...french }).filter((text) => text.trim() === '')).to.deep.equal([]);
  });

  it('are all translated', () => {
    const left = Object.keys(english).filter((key) => !sameInBoth.test(key) && english[key] === french[key]);
    expect(left).to.deep.equal([]);
  });

  it('keep the French spaces: no-break before a colon and in quotation marks, narrow before ; ! ? and %', () => {
    const wrong = Object.entries(french)
      .filter(([key]) => !sameInBoth.test(key))
      .filter(([, text]) => /[^\u00A0/]:(?!\/\/)|[^\u202F][;!?%]|«[^\u00A0]|[^\u00A0]»|'/.test(text));
    expect(wrong).to.deep.equal([]);
  });

  it('name the permission sets as force-app labels them', async () => {
    const labels = await Promise.all(
      ['Rep', 'Account_Manager', 'Leader'].map(async (name) => {
        const file = `force-app/main/default/permissionsets/Feedback_${name}.permissionset-meta.xml`;
        return /<label>(.*)<\/label>/.exec(await readFile(file, 'utf8'))?.[1];
      }),
    );
    expect(languages.en.messages.permissionSets).to.deep.equal(labels);
    expect(languages.fr.messages.permissionSets).to.deep.equal(labels);
  });

  it('come with the API version of the project', async () => {
    const project = JSON.parse(await readFile('sfdx-project.json', 'utf8')) as { sourceApiVersion: string };
    expect(apiVersion).to.equal(project.sourceApiVersion);
  });
});
