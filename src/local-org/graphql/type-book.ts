import type { GraphQLNamedType } from 'graphql';
import type { Access } from '../access/access.ts';
import type { ObjectDefinition, Schema } from '../schema/schema.ts';
import { servedObjects } from './record-parts.ts';

/** The GraphQL types of one user's schema while they are made: each once, by its name. */
export class TypeBook {
  readonly schema: Schema;
  readonly access: Access;
  /** The objects that the user may read. */
  readonly objects: ObjectDefinition[];
  readonly #types = new Map<string, GraphQLNamedType>();

  constructor(schema: Schema, access: Access) {
    this.schema = schema;
    this.access = access;
    this.objects = servedObjects(schema, access);
  }

  /** The type of that name, made when it is first asked for. */
  once<Type extends GraphQLNamedType>(name: string, make: (name: string) => Type): Type {
    const known = this.#types.get(name);
    if (known !== undefined) return known as Type;
    const made = make(name);
    this.#types.set(name, made);
    return made;
  }
}
