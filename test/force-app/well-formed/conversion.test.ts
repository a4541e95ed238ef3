import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ComponentSet, MetadataConverter } from '@salesforce/source-deploy-retrieve';
import type { SourceComponent } from '@salesforce/source-deploy-retrieve';
import { expect } from 'chai';
import { apiVersion } from '../../../src/salesforce/api-version.ts';
import { children, text } from '../package-source.ts';
import type { Element } from '../package-source.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));

/** A component, and what its file holds of other types: the fields of an object, the French of a field. */
function namesIn(component: SourceComponent): string[] {
  const { name, children: within } = component.type;
  const content = component.parseXmlSync<Record<string, Element>>()[name] ?? {};
  const parts = Object.values(within?.types ?? {}).flatMap((type) =>
    children(content, type.xmlElementName ?? type.directoryName).map((part) => {
      const own = text(part, type.uniqueIdElement ?? 'fullName');
      return `${type.name} ${type.ignoreParentName === true ? own : `${component.fullName}.${own}`}`;
    }),
  );
  return [`${name} ${component.fullName}`, ...parts];
}

describe('the package in metadata format', () => {
  for (const folder of ['force-app/main', 'force-app/french', 'config/defaults', 'config/defaults-french']) {
    describe(folder, () => {
      const source = ComponentSet.fromSource({ fsPaths: [`${project}${folder}`] });
      source.sourceApiVersion = apiVersion;
      let converted: ComponentSet;
      let directory: string;

      before(async () => {
        directory = mkdtempSync(join(tmpdir(), 'rapport-conversion-'));
        const output = { type: 'directory', outputDirectory: directory, genUniqueDir: false } as const;
        await new MetadataConverter().convert(source, 'metadata', output);
        converted = ComponentSet.fromSource({ fsPaths: [directory] });
      });

      after(() => rmSync(directory, { recursive: true, force: true }));

      it('has every component of the source, and those within', () => {
        const names = source
          .getSourceComponents()
          .toArray()
          .flatMap((component) => [component, ...component.getChildren()])
          .map(({ type, fullName }) => `${type.name} ${fullName}`);
        expect(names).to.not.be.empty;
        const there = converted.getSourceComponents().toArray();
        expect(there.flatMap((component) => namesIn(component))).to.include.members(names);
      });

      it('names every component in package.xml, at the one version', async () => {
        const { Package: manifest } = await source.getObject();
        const members = manifest.types.flatMap(({ name, members: names }) =>
          names.map((one) => `${name} ${one}`),
        );
        expect(manifest.version).to.equal(apiVersion);
        for (const component of source.getSourceComponents().toArray()) {
          // objects of Salesforce's own are there already: only what is added to them is named
          const parts = component.xml === undefined ? component.getChildren() : [component];
          for (const { type, fullName } of parts)
            // folders are members of what lies in them, with a stroke behind their name
            expect(members).to.include(`${type.name} ${fullName}`.replace(/Folder (.*)/, ' $1/'));
        }
      });
    });
  }
});
