import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ComponentSource } from '../../src/preview/account-components.ts';

/** A small Salesforce project of one component on the account's page, to be changed by tests. */
export class SmallPackage {
  readonly folder = mkdtempSync(join(tmpdir(), 'rapport-package-'));
  readonly source: ComponentSource = { projectRoot: this.folder, cacheDirectory: join(this.folder, 'cache') };

  constructor() {
    this.write(
      'sfdx-project.json',
      JSON.stringify({ packageDirectories: [{ path: 'app' }, { path: 'fr' }] }),
    );
    this.writeComponent(`import { LightningElement, api } from 'lwc';
import greeting from '@salesforce/label/c.Greeting';
export default class Hello extends LightningElement {
  @api recordId;
  greeting = greeting;
}
`);
    this.write('app/lwc/hello/hello.html', '<template><p>{greeting}</p></template>');
    this.write('app/labels/CustomLabels.labels-meta.xml', labels({ Greeting: 'Hello', Farewell: 'Goodbye' }));
    this.write('fr/translations/fr.translation-meta.xml', translations({ Greeting: 'Bonjour' }));
    this.write('app/flexipages/Account_Page.flexipage-meta.xml', flexipage('Account', ['hello']));
  }

  /** The script of the component `hello`. */
  writeComponent(script: string): void {
    this.write('app/lwc/hello/hello.js', script);
  }

  write(path: string, text: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  remove(path: string): void {
    rmSync(join(this.folder, path), { recursive: true });
  }

  clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function labels(texts: Record<string, string>): string {
  const rows = Object.entries(texts).map(
    ([name, text]) =>
      `<labels><fullName>${name}</fullName><language>en_US</language><value>${text}</value></labels>`,
  );
  return `<CustomLabels>${rows.join('')}</CustomLabels>`;
}

function translations(texts: Record<string, string>): string {
  const rows = Object.entries(texts).map(
    ([name, text]) => `<customLabels><label>${text}</label><name>${name}</name></customLabels>`,
  );
  return `<Translations>${rows.join('')}</Translations>`;
}

/** A record page with the standard header, and components in the sidebar. */
export function flexipage(objectName: string, components: readonly string[], more = ''): string {
  const instances = ['force:highlightsPanel'].map(instance).join('');
  return `<FlexiPage>
  <flexiPageRegions>${instances}<name>header</name><type>Region</type></flexiPageRegions>
  <flexiPageRegions>${components.map(instance).join('')}<name>sidebar</name><type>Region</type></flexiPageRegions>
  ${more}
  <sobjectType>${objectName}</sobjectType><type>RecordPage</type>
</FlexiPage>`;
}

function instance(name: string): string {
  return `<itemInstances><componentInstance><componentName>${name}</componentName></componentInstance></itemInstances>`;
}
