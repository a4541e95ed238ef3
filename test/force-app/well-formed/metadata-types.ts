import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import ts from 'typescript';

/** What Salesforce says of one element within a type of metadata. */
export interface Property {
  /** `string`, `boolean`, `number`, or the name of another type. */
  type: string;
  isList: boolean;
  isRequired: boolean;
}

/** What Salesforce's metadata consists of: types with elements, and enumerations with values. */
export interface MetadataTypes {
  properties: (type: string) => ReadonlyMap<string, Property> | undefined;
  values: (type: string) => readonly string[] | undefined;
}

let known: MetadataTypes | undefined;

/**
 * The types of @salesforce/types, which are generated from the WSDL of the Metadata API; lists are never optional
 * there, so that a property without a question mark that is no list is required. Read once: the file has 19,000 lines.
 */
export function metadataTypes(): MetadataTypes {
  known ??= readTypes();
  return known;
}

function readTypes(): MetadataTypes {
  const path = createRequire(import.meta.url)
    .resolve('@salesforce/types/metadata')
    .replace(/\.js$/, '.d.ts');
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext);
  const aliases = new Map(
    source.statements
      .filter((statement) => ts.isTypeAliasDeclaration(statement))
      .map((alias) => [alias.name.text, alias.type]),
  );

  const propertiesOf = (node: ts.TypeNode | undefined): Map<string, Property> | undefined => {
    if (node === undefined) return undefined;
    if (ts.isTypeReferenceNode(node)) return propertiesOf(aliases.get(node.typeName.getText(source)));
    if (ts.isTypeLiteralNode(node)) {
      const members = node.members.filter((member) => ts.isPropertySignature(member));
      return new Map(members.map((member) => [member.name.getText(source), toProperty(member)]));
    }
    if (!ts.isIntersectionTypeNode(node)) return undefined;
    return new Map(node.types.flatMap((part) => [...(propertiesOf(part) ?? [])]));
  };
  const toProperty = (member: ts.PropertySignature): Property => {
    const list = member.type && ts.isArrayTypeNode(member.type) ? member.type : undefined;
    return {
      type: (list?.elementType ?? member.type)?.getText(source) ?? 'any',
      isList: list !== undefined,
      isRequired: list === undefined && member.questionToken === undefined,
    };
  };
  const valuesOf = (node: ts.TypeNode | undefined): string[] | undefined => {
    if (node === undefined) return undefined;
    const parts = ts.isUnionTypeNode(node) ? [...node.types] : [node];
    if (!parts.every((part) => ts.isLiteralTypeNode(part))) return undefined;
    return parts.map((part) => part.getText(source).slice(1, -1));
  };
  return {
    properties: remembered((type) => propertiesOf(aliases.get(type))),
    values: remembered((type) => valuesOf(aliases.get(type))),
  };
}

function remembered<Value>(find: (type: string) => Value): (type: string) => Value {
  const found = new Map<string, Value>();
  return (type) => {
    if (!found.has(type)) found.set(type, find(type));
    return found.get(type) as Value;
  };
}
