import type { FieldNode } from 'graphql';
import type { ObjectDefinition } from '../schema/schema.ts';
import type { Row } from '../soql/outputs.ts';
import type { Connection } from './paging.ts';
import type { PlacePlan, RecordPlan } from './record-plan.ts';

/** One record that was found: its fields, parents and children as far as the request selects them. */
export class RecordNode {
  readonly id: string;
  /** Whether it can be asked for parents and children: the records that changes answer cannot. */
  readonly hasRelationships: boolean;
  readonly #row: Row;
  readonly #plan: RecordPlan;
  readonly #place: PlacePlan;

  constructor(row: Row, plan: RecordPlan, hasRelationships: boolean, place: PlacePlan = plan.root) {
    this.#row = row;
    this.#plan = plan;
    this.#place = place;
    this.hasRelationships = hasRelationships;
    this.id = String(row[place.idColumn]);
  }

  get object(): ObjectDefinition {
    return this.#place.object;
  }

  /** The stored value of a selected field; undefined for a field that was not selected. */
  value(fieldName: string): unknown {
    const column = this.#place.columns.get(fieldName);
    return column === undefined ? undefined : this.#row[column];
  }

  /** The record that a reference to one object points to; null where there is none. */
  parent(referenceName: string): RecordNode | null {
    const place = this.#place.parents.get(referenceName);
    if (place === undefined || (this.#row[place.idColumn] ?? null) === null) return null;
    return new RecordNode(this.#row, this.#plan, this.hasRelationships, place);
  }

  /** The record that a reference to several objects points to; null where there is none. */
  linked(referenceName: string): RecordNode | null {
    const link = this.#place.links.get(referenceName);
    const id = link === undefined ? undefined : this.#row[link.idColumn];
    return link?.found.get(String(id)) ?? null;
  }

  /** The page of children that a field of the request asks for. */
  children(node: FieldNode): Connection<RecordNode> | undefined {
    return this.#plan.children.get(node)?.found.get(this.id);
  }
}
