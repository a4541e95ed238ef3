import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { Linter } from 'eslint';
import {
  bundleElements,
  bundleMeta,
  bundleMetaPath,
  bundlePath,
  mostGzippedBytes,
  sizeOf,
} from '../../scripts/build-elements.ts';

describe('the bundle of elements that is deployed', () => {
  const bundle = readFileSync(bundlePath, 'utf8');

  /** What keeps a source text from being read as a module of a version of the language. */
  const objections = (source: string, ecmaVersion: Linter.LanguageOptions['ecmaVersion']) =>
    new Linter()
      .verify(source, { languageOptions: { ecmaVersion, sourceType: 'module' } })
      .map(({ message }) => message);

  it('is what the source gives: run `npm run generate` when this fails', async () => {
    expect(bundle === (await bundleElements()), 'the committed bundle is stale').to.equal(true);
    expect(readFileSync(bundleMetaPath, 'utf8')).to.equal(bundleMeta());
  });

  it('is the same each time it is built', async () => {
    expect(await bundleElements()).to.equal(await bundleElements());
  });

  it(`weighs at most ${mostGzippedBytes / 1024} KB gzipped, and less than Lightning's 128 KB as it is`, () => {
    const { raw, gzipped } = sizeOf(bundle);
    expect(gzipped).to.be.at.most(mostGzippedBytes);
    expect(raw).to.be.below(128 * 1024);
  });

  it('is plain ES2021: no static blocks, private names, class fields, decorators or accessors', () => {
    expect(objections(bundle, 2021)).to.deep.equal([]);
    for (const refused of [
      'class A { static { f(); } }',
      'class A { #name; }',
      'class A { name = 1; }',
      '@tag class A {}',
      'class A { accessor name; }',
    ]) {
      expect(objections(refused, 2021), refused).not.to.deep.equal([]);
    }
  });

  it('imports nothing, and exports one constant for the wrappers', () => {
    const imports = ['ImportDeclaration', 'ImportExpression', 'MetaProperty', 'ExportAllDeclaration'];
    const rules: Linter.RulesRecord = { 'no-restricted-syntax': ['error', ...imports] };
    expect(new Linter().verify(bundle, { rules })).to.deep.equal([]);
    expect(new Linter().verify("import 'lit';", { rules })).to.have.lengthOf(1);
    expect(bundle.match(/\bexport\b.*$/m)?.[0]).to.match(/^export\{\w+ as elementsAreDefined\};?$/);
  });

  it('defines each element once, and says whether the page allows elements at all', async () => {
    const defined: string[] = [];
    const load = async (registry: unknown): Promise<unknown> => {
      const page = pageWith(registry);
      const source = bundle.replace(/export\{(\w+) as elementsAreDefined\};?\s*$/, 'return $1;');
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the bundle itself, on a page of the test's own
      return (new Function(...Object.keys(page), source) as (...globals: unknown[]) => unknown)(
        ...Object.values(page),
      );
    };
    const registry = {
      get: (tag: string) => (defined.includes(tag) ? {} : undefined),
      define: (tag: string) => defined.push(tag),
    };
    expect(await load(registry)).to.equal(true);
    expect(await load(registry)).to.equal(true);
    expect(defined).to.deep.equal(['rapport-relationship-card', 'rapport-open-actions']);
    expect(await load(undefined)).to.equal(false);
  });
});

/** As much of a page as the bundle touches while it loads. */
function pageWith(customElements: unknown): Record<string, unknown> {
  class Thing {}
  const document = { createTreeWalker: () => ({}), createComment: () => ({}) };
  const page = {
    customElements,
    document,
    HTMLElement: Thing,
    Element: Thing,
    ShadowRoot: Thing,
    Document: Thing,
    CSSStyleSheet: Thing,
  };
  return { ...page, globalThis: page, window: page };
}
