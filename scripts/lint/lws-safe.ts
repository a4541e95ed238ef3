import type { Rule } from 'eslint';

/*
 * Lightning Web Security cleans the HTML of templates before Lit sees it. What it takes out is taken out in silence, so
 * an element would work everywhere but in an org. What survives at every release level: children (values, templates,
 * lists, nodes), .property, ?boolean and @event bindings, static attributes that the element knows.
 */

/** Stands for an expression within a template's text. */
const hole = '\uE000';
const tagPattern = /<!--[^]*?-->|<(\/?)([^\s/>]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/g;
const attributePattern = /([^\s=/"'>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?/g;
const oneWord = /^[a-z]+$/;
const safeModules = /^lit$|^lit\/directives\/(repeat|when|choose|map|join|range)\.js$/;

const brokenElements = ['slot', 'dialog'];
const everywhere = 'class id style title lang dir hidden tabindex role'.split(' ');
/** What elements know beyond what all of them do; one that is not named here knows no more. */
const attributesOf: Readonly<Record<string, string>> = {
  a: 'href target rel download',
  button: 'type disabled name value',
  details: 'open name',
  img: 'src alt width height',
  input: 'type name value placeholder required disabled readonly checked min max step maxlength autocomplete',
  label: 'for',
  meter: 'value min max low high optimum',
  ol: 'start reversed',
  option: 'value selected disabled',
  progress: 'value max',
  select: 'name multiple required disabled size',
  td: 'colspan rowspan headers',
  textarea: 'name placeholder required disabled readonly rows maxlength',
  th: 'colspan rowspan headers scope',
  time: 'datetime',
};

function knows(element: string, attribute: string): boolean {
  const known = [...everywhere, ...(attributesOf[element] ?? '').split(' ')];
  return element.includes('-') || /^(aria|data)-[a-z-]+$/.test(attribute) || known.includes(attribute);
}

/** What is wrong with an attribute or binding of an element; nothing when it survives. */
function flawOf(element: string, name: string, value: string): string | undefined {
  if (name.includes(hole)) return 'Lightning breaks element expressions, ref() among them.';
  if (/^[.?@]/.test(name)) {
    if (value.replace(/^["']|["']$/g, '') !== hole) return `${name} must be bound to one expression.`;
    if (!name.startsWith('@') || oneWord.test(name.slice(1))) return undefined;
    return `The event ${name.slice(1)} must be one lower-case word: Lightning binds no other.`;
  }
  if (name === 'vector-effect') return 'Lightning strips vector-effect: set it in the stylesheet.';
  if (value.includes(hole)) {
    return `Lightning strips ${name} when it is bound: bind a property (.className, .style, .ariaLabel, .href).`;
  }
  return knows(element, name) ? undefined : `Lightning strips ${name}, which <${element}> does not know.`;
}

/** What is wrong with the text of a template in which holes stand for its expressions. */
function flawsOf(text: string): string[] {
  const flaws: (string | undefined)[] = [];
  const rest = text.replace(tagPattern, (_, close?: string, name?: string, attributes: string = '') => {
    const element = name?.toLowerCase() ?? '';
    if (element.includes(hole)) flaws.push('The name of an element cannot be an expression.');
    if (!close && brokenElements.includes(element))
      flaws.push(`Lightning breaks <${element}> in a template.`);
    for (const [, attribute = '', value = ''] of attributes.matchAll(attributePattern)) {
      flaws.push(flawOf(element, attribute, value));
    }
    return '';
  });
  if (/<[a-z/!]/i.test(rest)) flaws.push('A tag of the template does not end.');
  return flaws.filter((flaw) => flaw !== undefined);
}

function foreign(tag: string): string {
  return `Lightning breaks ${tag} templates: make the nodes with createElementNS.`;
}

/** Refuses, in Lit elements, what Lightning Web Security strips or breaks, and events that Lightning cannot bind. */
export const lwsSafe: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'refuse in Lit templates what Lightning Web Security strips or breaks' },
    schema: [],
  },
  create: (context) => ({
    ImportDeclaration(node) {
      const source = String(node.source.value);
      if (!/^@?lit([-/]|$)/.test(source)) return;
      if (!safeModules.test(source)) {
        context.report({ node, message: `${source} is not known to work in Lightning.` });
      }
      for (const specifier of node.specifiers) {
        const imported =
          specifier.type === 'ImportSpecifier' ? context.sourceCode.getText(specifier.imported) : '';
        if (/^(svg|mathml)$/.test(imported)) {
          context.report({ node: specifier, message: foreign(imported) });
        }
        if (imported !== specifier.local.name) {
          const message = 'What comes from lit keeps its name, so that its templates are found.';
          context.report({ node: specifier, message });
        }
      }
    },
    TaggedTemplateExpression(node) {
      if (node.tag.type !== 'Identifier' || !/^(html|svg|mathml)$/.test(node.tag.name)) return;
      if (node.tag.name !== 'html') context.report({ node, message: foreign(node.tag.name) });
      const text = node.quasi.quasis.map(({ value }) => value.cooked ?? value.raw).join(hole);
      for (const message of flawsOf(text)) context.report({ node, message });
    },
    NewExpression(node) {
      const [name] = node.arguments;
      if (node.callee.type !== 'Identifier' || !/^(Custom)?Event$/.test(node.callee.name)) return;
      if (name?.type !== 'Literal' || oneWord.test(String(name.value))) return;
      context.report({
        node: name,
        message: 'An event must be one lower-case word: Lightning binds no other.',
      });
    },
  }),
};
