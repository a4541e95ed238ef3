import { getNamedType } from 'graphql';
import type { FieldNode, GraphQLObjectType } from 'graphql';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import type { Scope } from '../soql/scope.ts';
import { sql } from '../soql/sql.ts';
import type { Fragment } from '../soql/sql.ts';
import { graphqlError } from './errors.ts';
import type { RecordNode } from './record-node.ts';
import type { RecordPart } from './record-parts.ts';
import type { Connection } from './paging.ts';
import type { SelectedField, SelectionReader } from './selection.ts';

/** What is read of the record at one place: the queried record, or a parent of it. */
export interface PlacePlan {
  object: ObjectDefinition;
  /** Place of the record's id in the row; null there where there is no record. */
  idColumn: number;
  /** Places of fields in the row, by API name. */
  columns: Map<string, number>;
  /** By API name of the reference that leads there. */
  parents: Map<string, PlacePlan>;
  /** By API name of the reference that leads there. */
  links: Map<string, LinkPlan>;
}

/** The records that a reference to several objects points to: read afterwards, each from its own object. */
export interface LinkPlan {
  idColumn: number;
  objectNameColumn: number;
  nodes: FieldNode[];
  found: Map<string, RecordNode>;
}

/** The records of a child relationship: read afterwards, for all parents together. */
export interface ChildPlan {
  reference: Field;
  object: ObjectDefinition;
  selected: SelectedField;
  found: Map<string, Connection<RecordNode>>;
}

/** What a request may select besides the record's own fields. */
export interface PlanLimits {
  children: boolean;
  /** The records that changes answer have no parents and children. */
  relationships: boolean;
}

/** What a field of a record type stands for; every one of them says so in its extensions. */
export function partOf(field: { extensions: Readonly<Record<string, unknown>> }): RecordPart | undefined {
  return field.extensions['part'] as RecordPart | undefined;
}

/** The columns that a selection of records needs, and where in a row each of its parts is. */
export class RecordPlan {
  readonly columns: Fragment[] = [];
  readonly root: PlacePlan;
  readonly links: LinkPlan[] = [];
  readonly children = new Map<FieldNode, ChildPlan>();
  readonly #scope: Scope;
  readonly #reader: SelectionReader;
  readonly #limits: PlanLimits;

  /** @throws SalesforceError as SOQL does; GraphQLError for children of children */
  constructor(
    scope: Scope,
    type: GraphQLObjectType,
    nodes: readonly FieldNode[],
    reader: SelectionReader,
    limits: PlanLimits,
  ) {
    this.#scope = scope;
    this.#reader = reader;
    this.#limits = limits;
    this.root = this.#place(scope.object, type, nodes, []);
  }

  /** Adds a column to the rows; returns its place. */
  column(fragment: Fragment): number {
    return this.columns.push(fragment) - 1;
  }

  #place(
    object: ObjectDefinition,
    type: GraphQLObjectType,
    nodes: readonly FieldNode[],
    path: string[],
    known?: PlacePlan,
  ): PlacePlan {
    const place: PlacePlan = known ?? {
      object,
      idColumn: this.column(this.#resolve(path, 'Id')),
      columns: new Map(),
      parents: new Map(),
      links: new Map(),
    };
    for (const selected of this.#reader.fieldsBelow(type, nodes)) {
      const part = partOf(selected.field);
      if (part !== undefined) this.#add(place, part, selected, path);
    }
    return place;
  }

  #add(place: PlacePlan, part: RecordPart, selected: SelectedField, path: string[]): void {
    switch (part.kind) {
      case 'id':
      case 'apiName':
        return;
      case 'displayValue':
        this.#addField(place, place.object.nameField, path);
        return;
      case 'weakEtag':
        this.#addField(place, 'SystemModstamp', path);
        return;
      case 'field':
        this.#addField(place, part.field.name, path);
        return;
      case 'parent': {
        if (!this.#limits.relationships) return;
        const type = getNamedType(selected.field.type) as GraphQLObjectType;
        const known = place.parents.get(part.reference.name);
        const parentPath = [...path, part.relationship];
        const parent = this.#place(part.object, type, selected.nodes, parentPath, known);
        place.parents.set(part.reference.name, parent);
        return;
      }
      case 'link':
        if (this.#limits.relationships)
          this.#addLink(place, part.reference, part.relationship, selected, path);
        return;
      case 'children':
        this.#addChildren(part.reference, part.object, selected, path);
    }
  }

  #addField(place: PlacePlan, name: string, path: string[]): void {
    if (!place.columns.has(name)) place.columns.set(name, this.column(this.#resolve(path, name)));
  }

  #addLink(
    place: PlacePlan,
    reference: Field,
    relationship: string,
    selected: SelectedField,
    path: string[],
  ): void {
    const known = place.links.get(reference.name);
    if (known !== undefined) {
      known.nodes.push(...selected.nodes);
      return;
    }
    const target = this.#scope.resolve([...path, relationship, 'Id'].join('.'));
    const link: LinkPlan = {
      idColumn: this.column(target.sql),
      objectNameColumn: this.column(this.#scope.objectNameOf(target.place)),
      nodes: [...selected.nodes],
      found: new Map(),
    };
    place.links.set(reference.name, link);
    this.links.push(link);
  }

  #addChildren(reference: Field, object: ObjectDefinition, selected: SelectedField, path: string[]): void {
    if (!this.#limits.relationships) return;
    if (!this.#limits.children || path.length > 0) {
      throw graphqlError(
        'OperationNotSupported',
        `The child relationship '${selected.field.name}' can be queried of the records of a query only, one level deep.`,
      );
    }
    this.children.set(selected.nodes[0]!, { reference, object, selected, found: new Map() });
  }

  #resolve(path: string[], name: string): Fragment {
    if (path.length === 0 && name === 'Id') return sql`t0."Id"`;
    return this.#scope.resolve([...path, name].join('.')).sql;
  }
}
