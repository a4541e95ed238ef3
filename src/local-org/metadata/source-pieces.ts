import { createHash } from 'node:crypto';
import { relative, sep } from 'node:path';
import type { SourceComponent } from '@salesforce/source-deploy-retrieve';
import { XMLValidator } from 'fast-xml-parser';
import { DeployError } from './problems.ts';
import { elementsOf, textOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** One piece of metadata as found in a project or a package. */
export interface SourcePiece {
  /** Metadata type, e.g. `CustomField`. */
  type: string;
  /** Full name, e.g. `Machine__c.Status__c`. */
  fullName: string;
  /** File inside the project or package, with forward slashes. */
  fileName: string;
  /** Content of its element; empty for what has no XML. */
  xml: XmlElement;
  /** The component in whose file it may stand, as `type:fullName`: the object of a field. */
  parent?: string;
  /** Tells whether the piece is the same as another time, in whatever format and order it was written. */
  contentHash: string;
}

type ChildType = NonNullable<SourceComponent['type']['children']>['types'][string];

/** Children that stand in their parent's file in metadata format, and in files of their own in a project. */
function inlineChildTypes({ type }: SourceComponent): ChildType[] {
  // The children of other types are found by source-deploy-retrieve, in both formats.
  return type.strategies?.adapter === 'decomposed' ? Object.values(type.children?.types ?? {}) : [];
}

/** Whether a child is a component of its own in Salesforce; the translation of a field is not. */
function isAddressable({ unaddressableWithoutParent, isAddressable: own }: ChildType): boolean {
  return unaddressableWithoutParent !== true && own !== false;
}

/** Content without the element of the type around it, which files have and inline children have not. */
function unwrap(type: string, parsed: unknown): XmlElement {
  if (typeof parsed !== 'object' || parsed === null) return {};
  const inside = (parsed as Record<string, unknown>)[type];
  if (inside === undefined) return parsed as XmlElement;
  return typeof inside === 'object' && inside !== null ? (inside as XmlElement) : {};
}

/** JSON text of an element, without namespaces and in the order of its tags: the same for the same content. */
function canonicalText(xml: XmlElement): string {
  return JSON.stringify(xml, (key, value: unknown) => {
    if (key.startsWith('@_xmlns')) return undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function hashOf(component: SourceComponent, xml: XmlElement): string {
  const hash = createHash('sha256').update(canonicalText(xml));
  const { content } = component;
  if (content === undefined || component.type.children !== undefined) return hash.digest('hex');
  const files = component
    .walkContent()
    .map((file) => ({ name: relative(content, file).split(sep).join('/'), file }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, file } of files) hash.update(`\0${name}\0`).update(component.tree.readFileSync(file));
  return hash.digest('hex');
}

/** The line that source-deploy-retrieve or the validator names in its message. */
function lineOf(message: string): number | undefined {
  const line = /\bline:? (\d+)/i.exec(message)?.[1];
  return line === undefined ? undefined : Number(line);
}

/** Makes pieces of the components below `root`; each file is validated once. */
class PieceReader {
  readonly #root: string;
  readonly #validated = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  #fileName(component: SourceComponent): string {
    const file = component.xml ?? component.content ?? '';
    return relative(this.#root, file).split(sep).join('/');
  }

  /** Refuses files that are no XML: source-deploy-retrieve reads over many mistakes. */
  #validate(component: SourceComponent): void {
    const { xml } = component;
    if (xml === undefined || this.#validated.has(xml)) return;
    const result = XMLValidator.validate(component.tree.readFileSync(xml).toString('utf8'));
    this.#validated.add(xml);
    if (result === true) return;
    const { msg, line } = result.err;
    throw new Error(`Error parsing file: ${msg} (line ${line})`);
  }

  async read(component: SourceComponent): Promise<SourcePiece[]> {
    try {
      this.#validate(component);
      const parent = await this.#readPiece(component);
      const children: SourcePiece[] = [];
      for (const child of component.getChildren()) children.push(await this.#readPiece(child));
      const inline: SourcePiece[] = [];
      const own = { ...parent.xml };
      const hashed = { ...parent.xml };
      for (const type of inlineChildTypes(component)) {
        const element = type.xmlElementName ?? type.directoryName;
        const elements = elementsOf(own, element);
        delete hashed[element];
        if (isAddressable(type)) {
          inline.push(...elements.map((xml) => this.#inlinePiece(component, type, xml)));
          delete own[element];
        } else {
          // They belong to what their parent is, wherever they stand.
          const apart = children.filter((child) => child.type === type.name).map(({ xml }) => xml);
          hashed[element] = [...elements, ...apart].map(canonicalText).toSorted();
        }
      }
      const contentHash = hashOf(component, hashed);
      return [{ ...parent, xml: own, contentHash }, ...children, ...inline];
    } catch (error) {
      if (error instanceof DeployError) throw error;
      throw this.#refusal(component, error);
    }
  }

  async #readPiece(component: SourceComponent): Promise<SourcePiece> {
    try {
      this.#validate(component);
      const { type, fullName, parent } = component;
      const xml = component.xml === undefined ? {} : unwrap(type.name, await component.parseXml());
      return {
        type: type.name,
        fullName,
        fileName: this.#fileName(component),
        xml,
        ...(parent === undefined ? {} : { parent: `${parent.type.name}:${parent.fullName}` }),
        contentHash: hashOf(component, xml),
      };
    } catch (error) {
      throw this.#refusal(component, error);
    }
  }

  #inlinePiece(component: SourceComponent, type: ChildType, xml: XmlElement): SourcePiece {
    const name = textOf(xml, type.uniqueIdElement ?? 'fullName');
    if (name === undefined) throw new Error(`Required field is missing: fullName of a ${type.name}`);
    return {
      type: type.name,
      fullName: `${component.fullName}.${name}`,
      fileName: this.#fileName(component),
      xml,
      parent: `${component.type.name}:${component.fullName}`,
      contentHash: hashOf(component, xml),
    };
  }

  #refusal(component: SourceComponent, error: unknown): DeployError {
    const message = error instanceof Error ? error.message : String(error);
    const lineNumber = lineOf(message);
    return new DeployError([
      {
        type: component.type.name,
        fullName: component.fullName,
        fileName: this.#fileName(component),
        problem: message.replaceAll(`${this.#root}${sep}`, ''),
        ...(lineNumber === undefined ? {} : { lineNumber }),
      },
    ]);
  }
}

/**
 * The pieces of components, parents before children; `root` is the directory that file names are relative to.
 * Throws DeployError for a file that is not XML.
 */
export async function readPieces(components: SourceComponent[], root: string): Promise<SourcePiece[]> {
  const reader = new PieceReader(root);
  const pieces: SourcePiece[] = [];
  for (const component of components) pieces.push(...(await reader.read(component)));
  return pieces;
}
