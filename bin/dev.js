#!/usr/bin/env node
// Runs the commands from src/ as they are: Node 24 reads TypeScript by itself. `npm run` finds the right Node.
import { requireNode24 } from './require-node.js';

requireNode24();
const { readFileSync } = await import('node:fs');
const { fileURLToPath } = await import('node:url');
const { Config, execute } = await import('@oclif/core');

const root = fileURLToPath(new URL('..', import.meta.url));
const pjson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
pjson.oclif.commands = './src/commands';
const loadOptions = await Config.load({ root, pjson });
// not awaited: a failed command ends the process by itself, and Node would warn of an await that never settled
void execute({ dir: import.meta.url, loadOptions });
