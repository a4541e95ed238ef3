import { join } from 'node:path';
import { expect } from 'chai';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { projectRoot } from '../support/test-org.ts';

/*
 * Each row of the table of what Lightning Web Security does to Lit templates, at the strictest of the levels that were
 * tried: what works passes the project's own lint, what is stripped or broken at any level is refused.
 */
describe('lint of the elements, for Lightning Web Security,', () => {
  // the project's own configuration, but for the rules that need types: they know only files that are on the disk
  const eslint = new ESLint({
    cwd: projectRoot,
    overrideConfig: [
      { ...tseslint.configs.disableTypeChecked, files: ['**/*.ts'] },
    ] as ESLint.Options['overrideConfig'],
  });

  /** What the rule says of a source text in the folder of the elements. */
  const flawsOf = async (source: string, folder = 'elements'): Promise<string[]> => {
    const filePath = join(projectRoot, 'src', folder, 'not-on-the-disk.ts');
    const [result] = await eslint.lintText(source, { filePath });
    const { messages = [] } = result ?? {};
    expect(messages.filter(({ fatal }) => fatal)).to.deep.equal([]);
    return messages.filter(({ ruleId }) => ruleId === 'rapport/lws-safe').map(({ message }) => message);
  };

  const allows = (what: string, sources: string[]) =>
    it(`allows ${what}`, async () => {
      for (const source of sources) expect(await flawsOf(source), source).to.deep.equal([]);
    });

  /** Every source is refused, for one reason, in the words that are given. */
  const refuses = (what: string, reason: RegExp, sources: string[]) =>
    it(`refuses ${what}`, async () => {
      for (const source of sources) {
        const flaws = await flawsOf(source);
        expect(flaws, source).to.have.lengthOf(1);
        expect(flaws[0], source).to.match(reason);
      }
    });

  describe('what works', () => {
    allows('children: values, templates within templates, lists, nothing, nodes', [
      'html`<p>${name}</p>`;',
      'html`<ul>${names.map((name) => html`<li>${name}</li>`)}</ul>`;',
      'html`<div>${isOpen ? html`<p>open</p>` : nothing}</div>`;',
      'html`<div>${document.createElementNS(namespace, "svg")}</div>`;',
      `import { html, nothing } from 'lit'; import { repeat } from 'lit/directives/repeat.js';
       html\`<ul>\${repeat(rows, (row) => row.id, (row) => html\`<li>\${row.name}</li>\`)}</ul>\`;`,
    ]);
    allows('bound properties', [
      'html`<p .className=${name} .style=${style} .ariaLabel=${label} .hidden=${isHidden}></p>`;',
      'html`<a .href=${address}>x</a>`;',
      'html`<p .className="${name}"></p>`;',
    ]);
    allows('bound booleans', ['html`<button ?disabled=${isBusy}>x</button>`;']);
    allows('bound events of one lower-case word', [
      'html`<button @click=${run}>x</button>`;',
      'html`<rapport-list @actionselect=${run}></rapport-list>`;',
      "new CustomEvent('actionselect', { bubbles: true });",
      "new Event('retry');",
    ]);
    allows('static attributes that the element knows', [
      'html`<button type="button" class="button" aria-expanded="false" data-row="1">x</button>`;',
      `html\`<a href='/' target="_blank" rel=noopener>x</a>\`;`,
      'html`<time datetime="2026-07-14">14 Jul</time><th scope="col" colspan="2">x</th>`;',
      'html`<p title="a > b, and c = d" hidden>x</p><!-- class=${x} -->`;',
    ]);
    allows('elements of our own, with whatever attributes they know', [
      'html`<rapport-card variant="quiet"></rapport-card>`;',
    ]);
    allows('styles, queries, open and closed roots', [
      `import { LitElement, css } from 'lit';
       export class Card extends LitElement {
         static styles = css\`.line { vector-effect: non-scaling-stroke; }\`;
         static shadowRootOptions = { ...LitElement.shadowRootOptions, mode: 'closed' };
         list() { return this.renderRoot.querySelector('ul'); }
       }`,
    ]);
  });

  describe('what older releases strip without an error', () => {
    for (const name of ['class', 'style', 'aria-label', 'data-row', 'id', 'title', 'role']) {
      refuses(`${name}=\${}`, new RegExp(`strips ${name} when it is bound`), [
        `html\`<p ${name}=\${value}>x</p>\`;`,
        `html\`<p ${name}="\${value}">x</p>\`;`,
        `html\`<p ${name}='fixed \${value}'>x</p>\`;`,
      ]);
    }
    refuses('href=${}', /strips href when it is bound/, ['html`<a href=${address}>x</a>`;']);
    refuses('viewBox=${} and d=${} of SVG', /strips (viewBox|d) when it is bound/, [
      'html`<svg viewBox=${box}></svg>`;',
      'html`<path d=${line}></path>`;',
    ]);
    refuses('a bound attribute of an element of our own, too', /strips variant when it is bound/, [
      'html`<rapport-card variant=${variant}></rapport-card>`;',
    ]);
    for (const [directive, file, use] of [
      ['classMap', 'class-map', 'class=${classMap(classes)}'],
      ['styleMap', 'style-map', 'style=${styleMap(styles)}'],
      ['ifDefined', 'if-defined', 'title=${ifDefined(title)}'],
    ] as const) {
      refuses(`${directive}()`, /strips \w+ when it is bound/, [`html\`<p ${use}>x</p>\`;`]);
      refuses(`the import of ${directive}`, /not known to work/, [
        `import { ${directive} } from 'lit/directives/${file}.js';`,
        `import { ${directive} } from 'lit-html/directives/${file}.js';`,
      ]);
    }
  });

  describe('what every release strips', () => {
    refuses('attributes that an element does not know', /strips [\w-]+, which <\w+> does not know/, [
      'html`<p variant="quiet">x</p>`;',
      'html`<div datetime="2026-07-14">x</div>`;',
      'html`<span key="1">x</span>`;',
      'html`<p onclick="run()">x</p>`;',
      'html`<svg viewBox="0 0 1 1"></svg>`;',
    ]);
    refuses('a binding without its expression', /must be bound to one expression/, [
      'html`<p .className="fixed">x</p>`;',
      'html`<p .className="fixed ${name}">x</p>`;',
      'html`<button ?disabled>x</button>`;',
    ]);
  });

  describe('what every release breaks', () => {
    refuses('element expressions, ref() among them', /element expressions/, [
      'html`<p ${directive()}>x</p>`;',
      'html`<input ${ref(field)}>`;',
      'html`<p ${name}="x">x</p>`;',
    ]);
    refuses('the import of ref', /not known to work/, ["import { ref } from 'lit/directives/ref.js';"]);
    refuses('<slot>', /breaks <slot>/, ['html`<slot></slot>`;', 'html`<div><SLOT></SLOT></div>`;']);
    refuses('<dialog>', /breaks <dialog>/, ['html`<dialog><p>x</p></dialog>`;']);
    refuses('the attribute vector-effect', /vector-effect/, ['html`<path vector-effect="none"></path>`;']);
    refuses('element names that are expressions', /name of an element/, ['html`<${tag}>`;']);
  });

  describe('what older releases break', () => {
    refuses('svg and mathml templates', /createElementNS/, [
      "import { svg } from 'lit';",
      "import { mathml } from 'lit';",
      'svg`<g></g>`;',
      'mathml`<mi>x</mi>`;',
    ]);
  });

  refuses('events that Lightning cannot bind', /one lower-case word/, [
    'html`<rapport-list @actionSelect=${run}></rapport-list>`;',
    'html`<rapport-list @action-select=${run}></rapport-list>`;',
    "new CustomEvent('actionSelect');",
    "new CustomEvent('action-select', { detail: 1 });",
    "new Event('Retry');",
  ]);

  refuses('ways around the rule: other names, other modules', /keeps its name|not known to work/, [
    "import { html as markup } from 'lit';",
    "import * as lit from 'lit';",
    "import { html } from 'lit/static-html.js';",
    "import { unsafeHTML } from 'lit/directives/unsafe-html.js';",
    "import { html } from 'lit-html';",
  ]);
  refuses('a template whose tag does not end, which it could not read', /does not end/, [
    'html`<p class="x"`;',
  ]);

  it('leaves the other folders alone', async () => {
    expect(await flawsOf('html`<p class=${name}>x</p>`;', 'preview')).to.deep.equal([]);
  });
});
