import type { Access } from '../access/access.ts';
import type { Field } from '../schema/schema.ts';
import type { Row } from '../soql/outputs.ts';
import { graphqlError } from './errors.ts';
import { fieldValue, numberValue } from './field-value.ts';
import type { FieldValueSource } from './field-value.ts';
import type { AggregateFunctionName } from './aggregate-types.ts';

/** Where in a row the groups' values and results are. */
export interface AggregateColumns {
  /** Places of the fields that are grouped by, by API name. */
  groups: Map<string, number>;
  /** Places of results, by `function:API name`. */
  results: Map<string, number>;
}

/** One group of records, or all of them. */
export class AggregateNode {
  readonly #row: Row;
  readonly #columns: AggregateColumns;
  readonly #access: Access;

  constructor(row: Row, columns: AggregateColumns, access: Access) {
    this.#row = row;
    this.#columns = columns;
    this.#access = access;
  }

  /** What is known of one field of the group. */
  field(field: Field): FieldAggregate {
    return {
      grouped: () => {
        const column = this.#columns.groups.get(field.name);
        if (column !== undefined) return fieldValue(this.#row[column], field, this.#access);
        throw graphqlError('DataFetchingException', `Field must be grouped or aggregated: ${field.name}`);
      },
      result: (functionName) => {
        const column = this.#columns.results.get(`${functionName}:${field.name}`);
        const value = column === undefined ? null : this.#row[column];
        const counts = functionName === 'count' || functionName === 'countDistinct';
        return counts ? numberValue(value, this.#access) : fieldValue(value, field, this.#access);
      },
    };
  }
}

/** A field of a group: the value that its records share, and the results of functions. */
export interface FieldAggregate {
  /** @throws GraphQLError when the records are not grouped by the field */
  grouped: () => FieldValueSource;
  result: (functionName: AggregateFunctionName) => FieldValueSource;
}
