#!/usr/bin/env node
// Runs the built commands, as `sf rapport …` does when the plugin is installed.
import { requireNode24 } from './require-node.js';

requireNode24();
const { execute } = await import('@oclif/core');
await execute({ dir: import.meta.url });
