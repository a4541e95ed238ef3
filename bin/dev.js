#!/usr/bin/env node
// Runs the commands from src/ as they are: Node 24 reads TypeScript by itself. `npm run` finds the right Node.
import { requireNode24 } from './require-node.js';

requireNode24();
const { readFileSync } = await import('node:fs');
const { execute, Config } = await import('@oclif/core');
const root = new URL('..', import.meta.url);
const pjson = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
pjson.oclif.commands = './src/commands';
const config = await Config.load({ root: (await import('node:url')).fileURLToPath(root), pjson });
await execute({ dir: import.meta.url, loadOptions: config });
