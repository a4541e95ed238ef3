import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { projectRoot } from '../support/test-org.ts';

/**
 * Who may import whom, as docs/handbook.md explains it: written here once more, so that a row of eslint.config.js
 * that is loosened by mistake fails a test.
 */
const table: Record<string, { folders: string[]; packages: string[] }> = {
  feedback: { folders: [], packages: ['zod', 'date-fns', '@date-fns/tz'] },
  scoring: { folders: ['feedback'], packages: [] },
  outbox: { folders: ['feedback'], packages: ['node:fs', 'pg'] },
  intake: {
    folders: ['feedback', 'outbox'],
    packages: ['node:fs', 'zod', 'csv-parse', 'date-fns', '@date-fns/tz'],
  },
  salesforce: { folders: ['feedback'], packages: ['node:fs', 'jsforce', 'undici'] },
  installation: {
    folders: ['salesforce'],
    packages: ['node:fs', '@salesforce/source-deploy-retrieve'],
  },
  sync: { folders: ['feedback', 'outbox', 'salesforce', 'scoring'], packages: [] },
  'local-org': {
    folders: [],
    packages: [
      'node:fs',
      'fastify',
      'fast-xml-parser',
      '@jetstreamapp/soql-parser-js',
      'sformula',
      '@salesforce/source-deploy-retrieve',
      'date-fns',
      '@date-fns/tz',
    ],
  },
  elements: { folders: ['scoring'], packages: ['lit'] },
  preview: {
    folders: ['local-org', 'scoring'],
    packages: [
      'node:fs',
      'fastify',
      'undici',
      'esbuild',
      'fast-xml-parser',
      '@lwc/compiler',
      '@lwc/engine-dom',
    ],
  },
  demo: {
    folders: ['feedback', 'installation', 'intake', 'outbox', 'salesforce', 'sync', 'local-org', 'preview'],
    packages: ['node:fs', 'date-fns', 'zod'],
  },
  server: { folders: ['outbox', 'salesforce', 'sync'], packages: ['node:fs', 'fastify'] },
  'command-line': {
    folders: ['installation', 'intake', 'outbox', 'salesforce', 'scoring'],
    packages: ['node:fs', '@salesforce/core', '@salesforce/sf-plugins-core'],
  },
  commands: {
    folders: [
      'feedback',
      'scoring',
      'installation',
      'intake',
      'outbox',
      'salesforce',
      'server',
      'sync',
      'local-org',
      'preview',
      'demo',
      'command-line',
    ],
    packages: ['node:fs', '@salesforce/core', '@salesforce/sf-plugins-core', '@oclif/core'],
  },
};

/** Every package that a row allows, and one that none does. */
const packages = [...new Set(Object.values(table).flatMap((row) => row.packages)), 'left-pad'];

/** The first source file of a folder of src/: lint follows an import to a file that is there. */
function fileOf(folder: string): string {
  const files = readdirSync(join(projectRoot, 'src', folder), { recursive: true, encoding: 'utf8' });
  const first = files
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .find((file) => file.endsWith('.ts'));
  return `../${folder}/${first ?? 'nothing.ts'}`;
}

describe('lint', () => {
  // the project's own rules, but for those that need types: they know only files that are on the disk
  const eslint = new ESLint({
    cwd: projectRoot,
    overrideConfig: [
      { ...tseslint.configs.disableTypeChecked, files: ['**/*.ts'] },
    ] as ESLint.Options['overrideConfig'],
  });

  /** The lines of a file of a folder that may not be there because of what they import. */
  const refusedLines = async (folder: string, lines: string[]): Promise<string[]> => {
    const filePath = join(projectRoot, 'src', folder, 'not-on-the-disk.ts');
    const [result] = await eslint.lintText(lines.join('\n'), { filePath });
    const { messages = [] } = result ?? {};
    expect(messages.filter(({ fatal }) => fatal)).to.deep.equal([]);
    const refused = messages.filter(({ ruleId }) => ruleId === 'boundaries/dependencies');
    return [...new Set(refused.map(({ line }) => lines[line - 1] ?? ''))];
  };

  it('has a row in its import table for every folder of src/', () => {
    const folders = readdirSync(join(projectRoot, 'src'), { withFileTypes: true });
    expect(folders.filter((entry) => !entry.isDirectory()).map(({ name }) => name)).to.deep.equal([]);
    expect(Object.keys(table)).to.have.members(folders.map(({ name }) => name));
  });

  for (const [folder, row] of Object.entries(table)) {
    const reach = [...row.folders, ...row.packages].join(', ');
    it(`lets ${folder} import ${reach === '' ? 'nothing' : reach}, and refuses everything else`, async () => {
      const others = Object.keys(table).filter((other) => other !== folder);
      const line = (name: string) => `import '${name}';`;
      const folderLines = new Map(others.map((other) => [other, line(fileOf(other))]));
      const expected = [
        ...others
          .filter((other) => !row.folders.includes(other))
          .map((other) => folderLines.get(other) ?? ''),
        ...packages.filter((name) => !row.packages.includes(name)).map(line),
      ];
      const lines = [...folderLines.values(), ...packages.map(line)];
      expect(await refusedLines(folder, lines)).to.have.members(expected);
    });
  }

  it('refuses a forbidden import however it is written', async () => {
    const file = fileOf('sync');
    const lines = [
      `import { syncResponses } from '${file}';`,
      `import type { SyncReport } from '${file}';`,
      `export { nextTry } from '${file}';`,
      `export * from '${file}';`,
      `export const later = import('${file}');`,
      `import { Connection } from 'jsforce';`,
      `import type { Query } from 'jsforce';`,
      `import { Query as Deep } from 'jsforce/lib/query.js';`,
      `export const much = import('jsforce');`,
    ];
    expect(await refusedLines('scoring', lines)).to.deep.equal(lines);
  });

  it('lets a folder import its own files and deep paths of its packages', async () => {
    const lines = [`import '${fileOf('scoring').replace('../scoring/', './')}';`];
    expect(await refusedLines('scoring', lines)).to.deep.equal([]);
    expect(await refusedLines('feedback', [`import 'date-fns/locale';`])).to.deep.equal([]);
  });

  it('refuses a file of more than 400 lines', async () => {
    const filePath = join(projectRoot, 'src', 'scoring', 'not-on-the-disk.ts');
    const ofLines = async (count: number) => {
      const text = Array.from({ length: count }, (_, index) => `export const number${index} = ${index};\n`);
      const [result] = await eslint.lintText(text.join(''), { filePath });
      return result?.messages.map(({ ruleId }) => ruleId);
    };
    expect(await ofLines(400)).to.deep.equal([]);
    expect(await ofLines(401)).to.deep.equal(['max-lines']);
  });
});
