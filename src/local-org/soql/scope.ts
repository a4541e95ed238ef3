import { objectOf, relationshipOf } from '../schema/schema.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import type { QueryContext } from './context.ts';
import { nameField, nameRelationships, typeOfName } from './polymorphic.ts';
import { balanced, identifier, keyword, list, sql } from './sql.ts';
import type { Fragment } from './sql.ts';

/** Relationships that one path may walk. Source: SOQL and SOSL Reference, "Relationship Query Limitations". */
const LONGEST_PATH = 5;

/** A joined table that may hold the record of a place. */
export interface Candidate {
  object: ObjectDefinition;
  alias: string;
}

/** Where fields are taken from: the queried object itself, or a parent reached by a path. */
export interface Place {
  /** Relationship names that lead here, as the schema writes them; none for the queried object. */
  path: string[];
  /** Several where the reference may point to several objects; only one of them holds the record then. */
  candidates: Candidate[];
  /** Whether the reference can point to several objects, so that only the fields of a name can be read. */
  polymorphic: boolean;
  /** The reference field that was walked last. */
  reference?: Field;
}

/** A field that a path leads to, and the SQL of its value. */
export interface ResolvedField {
  field: Field;
  place: Place;
  sql: Fragment;
}

/** The tables of one SELECT: the queried object, and its parents as paths ask for them. */
export class Scope {
  readonly context: QueryContext;
  readonly object: ObjectDefinition;
  readonly root: Place;
  readonly #alias: string | undefined;
  readonly #places = new Map<string, Place>();
  readonly #joins: Fragment[] = [];
  #tables = 1;

  constructor(context: QueryContext, object: ObjectDefinition, alias?: string) {
    this.context = context;
    this.object = object;
    this.#alias = alias?.toLowerCase();
    this.root = { path: [], candidates: [{ object, alias: 't0' }], polymorphic: false };
  }

  /**
   * The field at the end of a path such as `Account.Owner.Name`.
   * @throws SalesforceError INVALID_FIELD when it is unknown, or when the user may not read it.
   */
  resolve(path: string): ResolvedField {
    const segments = this.#withoutAlias(path.split('.'));
    const name = segments.pop() ?? '';
    if (segments.length > LONGEST_PATH) {
      throw this.context.text.malformedAt(
        path,
        `Parent paths cannot be longer than ${LONGEST_PATH} relationships`,
      );
    }
    let place = this.root;
    for (const segment of segments) {
      place = this.#parent(place, segment, path);
    }
    return this.#fieldOf(place, name, path);
  }

  /** FROM with every join that was asked for so far. */
  from(): Fragment {
    return list([sql`FROM ${identifier(this.object.name)} AS t0`, ...this.#joins], ' ');
  }

  /** Conditions that hold without being asked: not in the recycle bin, and visible to the user. */
  implicitConditions(): Fragment[] {
    const visible = this.#visible({ object: this.object, alias: 't0' });
    return [
      ...(this.context.includeDeleted ? [] : [sql`t0."IsDeleted" = 0`]),
      ...(visible === undefined ? [] : [visible]),
    ];
  }

  /** SQL of the id of the record at a place; NULL where there is none. */
  idOf(place: Place): Fragment {
    return coalesce(place.candidates.map(({ alias }) => sql`${identifier(alias)}."Id"`));
  }

  /** SQL of the name of the object that holds the record at a place. */
  objectNameOf(place: Place): Fragment {
    const [only] = place.candidates;
    if (place.candidates.length === 1 && only) {
      return sql`${only.object.name}`;
    }
    return caseOf(place.candidates, (candidate) => sql`${candidate.object.name}`);
  }

  /** The place that a parent was reached from. */
  placeAbove(place: Place): Place {
    return this.#places.get(place.path.slice(0, -1).join('.').toLowerCase()) ?? this.root;
  }

  #withoutAlias(segments: string[]): string[] {
    const [first = '', ...rest] = segments;
    const isAlias = first.toLowerCase() === this.#alias;
    const isObject =
      first.toLowerCase() === this.object.name.toLowerCase() &&
      relationshipOf(this.object, first) === undefined;
    return rest.length > 0 && (isAlias || isObject) ? rest : segments;
  }

  #parent(place: Place, relationshipName: string, path: string): Place {
    const key = [...place.path, relationshipName].join('.').toLowerCase();
    const known = this.#places.get(key);
    if (known) {
      return known;
    }
    const parent = this.#join(place, relationshipName);
    if (parent === undefined) {
      throw this.context.text.errorAt(
        'INVALID_FIELD',
        path,
        `Didn't understand relationship '${relationshipName}' in field path. If you are attempting to use a custom ` +
          "relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL " +
          'or the describe call for the appropriate names.',
      );
    }
    this.#places.set(key, parent);
    return parent;
  }

  #join(place: Place, relationshipName: string): Place | undefined {
    if (place.polymorphic && !nameRelationships.has(relationshipName.toLowerCase())) {
      return undefined;
    }
    const { access, schema } = this.context;
    for (const child of place.candidates) {
      const field = relationshipOf(child.object, relationshipName);
      if (field?.reference === undefined || !access.canReadField(child.object.name, field.name)) {
        continue;
      }
      const objects = field.reference.to
        .map((name) => objectOf(schema, name))
        .filter((object) => object !== undefined)
        .filter((object) => access.canReadObject(object.name));
      if (objects.length === 0) {
        continue;
      }
      const candidates = objects.map((object) => this.#joinTable(object, child.alias, field));
      const polymorphic = field.reference.to.length > 1;
      const path = [...place.path, field.reference.relationshipName];
      return { path, candidates, polymorphic, reference: field };
    }
    return undefined;
  }

  #joinTable(object: ObjectDefinition, childAlias: string, field: Field): Candidate {
    const alias = `t${this.#tables}`;
    this.#tables += 1;
    const candidate = { object, alias };
    const same = sql`${identifier(alias)}."Id" = ${identifier(childAlias)}.${identifier(field.name)}`;
    const visible = this.#visible(candidate);
    const condition = visible === undefined ? same : sql`${same} AND ${visible}`;
    this.#joins.push(sql`LEFT JOIN ${identifier(object.name)} AS ${identifier(alias)} ON ${condition}`);
    return candidate;
  }

  #visible({ object, alias }: Candidate): Fragment | undefined {
    const { access, disturbance, userId } = this.context;
    const rows = access.visibleRows?.(object.name, alias);
    const unseen = disturbance?.unseen(object.name, userId) ?? [];
    const conditions: Fragment[] = rows === undefined ? [] : [{ text: `(${rows.sql})`, values: rows.values }];
    if (unseen.length > 0) {
      const name = identifier(alias);
      conditions.push(
        sql`(${name}."Id" || ${name}."SystemModstamp") NOT IN (SELECT value FROM json_each(${JSON.stringify(unseen)}))`,
      );
    }
    return conditions.length === 0 ? undefined : balanced(conditions, 'AND');
  }

  #fieldOf(place: Place, name: string, path: string): ResolvedField {
    if (place.polymorphic && name.toLowerCase() === typeOfName.name.toLowerCase()) {
      const type = caseOf(
        place.candidates,
        ({ object }) => sql`${object.name === 'Group' ? 'Queue' : object.name}`,
      );
      return { field: typeOfName, place, sql: type };
    }
    const found = place.candidates.flatMap((candidate) => {
      const field = readableField(this.context, candidate.object, name);
      return field && (!place.polymorphic || nameField(field)) ? [{ candidate, field }] : [];
    });
    const [first] = found;
    if (first === undefined) {
      const entity = place.polymorphic ? 'Name' : (place.candidates[0]?.object.name ?? '');
      throw this.context.text.errorAt('INVALID_FIELD', path, noSuchColumn(name, entity));
    }
    const values = found.map(({ candidate, field }) => columnOf(candidate, field, this.context.userId));
    return { field: first.field, place, sql: coalesce(values) };
  }
}

/**
 * The definition of an object that the user may read.
 * @throws SalesforceError INVALID_TYPE when it is unknown, or when the user may not read it.
 */
export function readableObject(context: QueryContext, name: string): ObjectDefinition {
  const object = objectOf(context.schema, name);
  if (object && context.access.canReadObject(object.name)) {
    return object;
  }
  throw context.text.errorAt(
    'INVALID_TYPE',
    name,
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the ` +
      "'__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.",
  );
}

/** A field of an object, if there is one of this name (in any letter case) and the user may read it. */
export function readableField(
  context: QueryContext,
  object: ObjectDefinition,
  name: string,
): Field | undefined {
  const field = object.fields.get(name.toLowerCase());
  return field && context.access.canReadField(object.name, field.name) ? field : undefined;
}

function noSuchColumn(name: string, entity: string): string {
  return (
    `No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append ` +
    "the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names."
  );
}

function columnOf({ object, alias }: Candidate, field: Field, userId: string): Fragment {
  return field.formula === undefined
    ? sql`${identifier(alias)}.${identifier(field.name)}`
    : sql`formula_value(${object.name}, ${field.name}, ${identifier(alias)}."Id", ${userId})`;
}

function coalesce(values: Fragment[]): Fragment {
  const [only] = values;
  return values.length === 1 && only ? only : sql`coalesce(${list(values, ', ')})`;
}

function caseOf(candidates: Candidate[], value: (candidate: Candidate) => Fragment): Fragment {
  const cases = candidates.map((candidate) => {
    return sql`WHEN ${identifier(candidate.alias)}."Id" IS NOT NULL THEN ${value(candidate)}`;
  });
  return sql`${keyword('CASE')} ${list(cases, ' ')} END`;
}
