import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../src/command-line/project-root.ts';

describe('the root of the plugin', () => {
  it('is found from the code itself, whatever program runs it: sf names its own root', async () => {
    const file: string = '../../lib/command-line/project-root.js';
    const built = (await import(file)) as { projectRoot: string };
    expect(built.projectRoot).to.equal(projectRoot);
    for (const needed of [
      'config/mappings/plain.json',
      'config/demo/demo.json',
      'force-app/main',
      'sfdx-project.json',
    ]) {
      expect(existsSync(join(projectRoot, needed)), needed).to.equal(true);
    }
  });
});
