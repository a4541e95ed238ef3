import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom (docs/architecture.md explains why): folders of src/, and packages. What is not named is refused.
 * `node:` built-ins are allowed where effects live, refused in the pure folders.
 */
const importTable = {
  feedback: { folders: [], packages: ['zod', 'date-fns', '@date-fns/tz'] },
  scoring: { folders: ['feedback'], packages: [] },
  outbox: { folders: ['feedback'], packages: ['node:*'] },
  intake: {
    folders: ['feedback', 'outbox'],
    packages: ['node:*', 'zod', 'csv-parse', 'date-fns', '@date-fns/tz'],
  },
  salesforce: { folders: ['feedback'], packages: ['node:*', 'jsforce', 'undici'] },
  sync: { folders: ['feedback', 'outbox', 'salesforce', 'scoring'], packages: [] },
  'local-org': {
    folders: [],
    packages: [
      'node:*',
      'fastify',
      'fast-xml-parser',
      '@jetstreamapp/soql-parser-js',
      'sformula',
      '@salesforce/source-deploy-retrieve',
      'date-fns',
      '@date-fns/tz',
    ],
  },
  preview: { folders: ['local-org'], packages: ['node:*', 'fastify'] },
  demo: {
    folders: ['feedback', 'intake', 'outbox', 'salesforce', 'sync', 'local-org', 'preview'],
    packages: ['node:*', 'date-fns', 'zod'],
  },
  'command-line': {
    folders: ['intake', 'outbox', 'salesforce'],
    packages: ['node:*', '@salesforce/core', '@salesforce/sf-plugins-core'],
  },
  commands: {
    folders: [
      'command-line',
      'feedback',
      'scoring',
      'intake',
      'outbox',
      'salesforce',
      'sync',
      'local-org',
      'preview',
      'demo',
    ],
    packages: ['node:*', '@salesforce/core', '@salesforce/sf-plugins-core', '@oclif/core'],
  },
};

const policies = Object.entries(importTable).flatMap(([from, { folders, packages }]) => [
  {
    from: { element: { type: from } },
    allow: { to: { element: { types: { anyOf: [from, ...folders] } } } },
  },
  ...packages.map((name) => ({
    from: { element: { type: from } },
    allow: {
      to: { module: { source: [name, `${name}/*`] } },
    },
  })),
]);

export default tseslint.config(
  { ignores: ['lib/', 'node_modules/', '.rapport/', 'force-app/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400 }],
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { boundaries },
    settings: {
      'boundaries/include': ['src/**/*.ts'],
      'boundaries/elements': Object.keys(importTable).map((type) => ({
        type,
        pattern: `src/${type}/**`,
        partialMatch: false,
      })),
      'import/resolver': { node: { extensions: ['.ts', '.js'] } },
    },
    rules: { 'boundaries/dependencies': ['error', { default: 'disallow', checkAllOrigins: true, policies }] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // chai's assertions are expressions
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  { files: ['bin/*.js', '*.js'], languageOptions: { globals: { process: 'readonly', URL: 'readonly' } } },
);
