import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { build } from 'esbuild';
import { projectRoot } from '../support/test-org.ts';

/**
 * What a page computes or decides itself, by the module it is in: how scores are shown, subsets of the answers, waves. The
 * headline and the monthly snapshots it gets from the org.
 */
const ofThePage = {
  absent: ['isAbsent'],
  'account-methods': ['scoreByMethods'],
  'account-score': ['scoreAccount'],
  'shown-score': ['shownScore', 'staleDays'],
  silence: ['silentContacts'],
  trend: ['trendStep'],
  'wave-comparison': ['compareWaves'],
};
const mostGzippedBytes = 4 * 1024;

/** Functions of src/scoring as they are bundled for a page, and every file that came with them. */
async function bundled(modules: Record<string, string[]>) {
  const lines = Object.entries(modules).map(
    ([name, functions]) => `export { ${functions.join(', ')} } from './src/scoring/${name}.ts';`,
  );
  const { outputFiles, metafile } = await build({
    stdin: { contents: lines.join('\n'), resolveDir: projectRoot },
    absWorkingDir: projectRoot,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2021',
    minify: true,
    legalComments: 'none',
  });
  const text = outputFiles.map((file) => file.text).join('');
  const used = Object.entries(Object.values(metafile.outputs)[0]?.inputs ?? {});
  return {
    size: gzipSync(text, { level: 9 }).length,
    files: used.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file),
  };
}

describe('what a page needs of the numbers', () => {
  it('adds under 4 KB gzipped to its bundle', async () => {
    const { size, files } = await bundled(ofThePage);
    expect(size).to.be.below(mostGzippedBytes);
    const modules = Object.keys(ofThePage).map((name) => `src/scoring/${name}.ts`);
    expect(files).to.include.members(modules);
  });

  it('brings nothing with it from outside of src/scoring', async () => {
    const { files } = await bundled(ofThePage);
    expect(files.filter((file) => !file.startsWith('src/scoring/'))).to.deep.equal([]);
  });

  it('is half a kilobyte where only headlines are shown', async () => {
    const { size, files } = await bundled({ 'shown-score': ['shownScore', 'staleDays'] });
    expect(size).to.be.below(512);
    expect(files).to.deep.equal(['src/scoring/shown-score.ts']);
  });
});
