#!/usr/bin/env node
// Runs the built commands, as `sf rapport …` does when the plugin is installed.
import { requireNode24 } from './require-node.js';

requireNode24();
const { execute } = await import('@oclif/core');
// not awaited: a failed command ends the process by itself, and Node would warn of an await that never settled
void execute({ dir: import.meta.url });
