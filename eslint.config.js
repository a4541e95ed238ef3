import js from '@eslint/js';
import lwc from '@lwc/eslint-plugin-lwc';
import boundaries from 'eslint-plugin-boundaries';
import { configs as litConfigs } from 'eslint-plugin-lit';
import tseslint from 'typescript-eslint';
import { lwsSafe } from './scripts/lint/lws-safe.ts';

/**
 * Who may import whom (docs/handbook.md explains why): folders of src/, and packages. What is not named is refused.
 * `node:` built-ins are allowed where effects live, refused in the pure folders.
 */
const importTable = {
  feedback: { folders: [], packages: ['zod', 'date-fns', '@date-fns/tz'] },
  scoring: { folders: ['feedback'], packages: [] },
  outbox: { folders: ['feedback'], packages: ['node:*', 'pg'] },
  intake: {
    folders: ['feedback', 'outbox'],
    packages: ['node:*', 'zod', 'csv-parse', 'date-fns', '@date-fns/tz'],
  },
  salesforce: { folders: ['feedback'], packages: ['node:*', 'jsforce', 'undici'] },
  installation: {
    folders: ['salesforce'],
    packages: ['node:*', '@salesforce/source-deploy-retrieve'],
  },
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
      'graphql',
    ],
  },
  elements: { folders: ['scoring'], types: ['feedback'], packages: ['lit'] },
  preview: {
    folders: ['local-org', 'scoring'],
    packages: [
      'node:*',
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
    packages: ['node:*', 'date-fns', 'zod'],
  },
  server: { folders: ['outbox', 'salesforce', 'sync'], packages: ['node:*', 'fastify'] },
  'command-line': {
    folders: ['installation', 'intake', 'outbox', 'salesforce', 'scoring'],
    packages: ['node:*', '@salesforce/core', '@salesforce/sf-plugins-core'],
  },
  commands: {
    folders: [
      'command-line',
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
    ],
    packages: ['node:*', '@salesforce/core', '@salesforce/sf-plugins-core', '@oclif/core'],
  },
};

/** The rules of @lwc/eslint-plugin-lwc that find mistakes; those against syntax of old browsers are left out. */
const lwcRules = [
  'consistent-component-name',
  'no-api-reassignments',
  'no-async-operation',
  'no-attributes-during-construction',
  'no-deprecated',
  'no-disallowed-lwc-imports',
  'no-document-query',
  'no-dupe-class-members',
  'no-inner-html',
  'no-leading-uppercase-api-name',
  'no-leaky-event-listeners',
  'no-template-children',
  'prefer-custom-event',
  'valid-api',
  'valid-graphql-wire-adapter-callback-parameters',
  'valid-track',
  'valid-wire',
];

const policies = Object.entries(importTable).flatMap(([from, { folders, types = [], packages }]) => [
  {
    from: { element: { type: from } },
    allow: { to: { element: { types: { anyOf: [from, ...folders] } } } },
  },
  ...types.map((type) => ({
    from: { element: { type: from } },
    allow: { to: { element: { type } }, dependency: { kind: 'type' } },
  })),
  ...packages.map((name) => ({
    from: { element: { type: from } },
    allow: {
      to: { module: { source: [name, `${name}/*`] } },
    },
  })),
]);

export default tseslint.config(
  {
    ignores: [
      'lib/',
      'node_modules/',
      '.rapport/',
      'force-app/main/default/lwc/rapportElements/',
      '**/rapportElements.js',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './tsconfig.browser.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
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
    // what runs within Lightning: Lit's own rules, and this project's
    files: ['src/elements/**/*.ts'],
    extends: [litConfigs['flat/recommended']],
    plugins: { rapport: { rules: { 'lws-safe': lwsSafe } } },
    rules: {
      'rapport/lws-safe': 'error',
      // Lit calls listeners with the element as `this`
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // what the platform compiles: LWC's own rules. The plugin's range stops at ESLint 9, its rules run on 10; its parser
    // does not, and TypeScript's reads decorators as well
    files: ['force-app/**/lwc/**/*.js'],
    plugins: { '@lwc/lwc': lwc },
    languageOptions: { parser: tseslint.parser, globals: { CustomEvent: 'readonly' } },
    rules: {
      ...Object.fromEntries(lwcRules.map((name) => [`@lwc/lwc/${name}`, 'error'])),
      eqeqeq: 'error',
      'max-lines': ['error', { max: 150 }],
    },
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
