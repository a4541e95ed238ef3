import {
  GraphQLBoolean,
  GraphQLError,
  GraphQLID,
  GraphQLInt,
  GraphQLScalarType,
  GraphQLString,
} from 'graphql';
import { parseDate, parseDatetime } from '../values/dates.ts';
import type { ScalarName } from './field-kinds.ts';

function wrongValue(scalar: string, value: unknown): GraphQLError {
  return new GraphQLError(`Expected a value of type '${scalar}' but was ${JSON.stringify(value)}`);
}

/** A scalar whose values are what `read` makes of the JSON form; `read` gives undefined for what does not fit. */
function makeScalar<Value>(
  name: string,
  description: string,
  read: (value: unknown) => Value | undefined,
): GraphQLScalarType {
  return new GraphQLScalarType({
    name,
    description,
    coerceOutputValue: (value) => value,
    coerceInputValue: (value) => {
      const found = read(value);
      if (found === undefined) throw wrongValue(name, value);
      return found;
    },
    // A picklist value is a text, never a bare word: enumerations do not pass.
    coerceInputLiteral: (node) => {
      switch (node.kind) {
        case 'StringValue':
          return read(node.value);
        case 'BooleanValue':
          return read(node.value);
        case 'IntValue':
        case 'FloatValue':
          return read(Number(node.value));
        default:
          return undefined;
      }
    },
  });
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

function textScalar(name: string): GraphQLScalarType {
  return makeScalar(name, `A text, as fields of type ${name} hold it.`, text);
}

function numberScalar(name: string): GraphQLScalarType {
  return makeScalar(name, `A number, as fields of type ${name} hold it.`, number);
}

/** The scalars of field values by their names. Dates are `YYYY-MM-DD`, moments ISO 8601. */
export const VALUE_SCALARS: Readonly<Record<ScalarName, GraphQLScalarType>> = {
  ID: GraphQLID,
  String: GraphQLString,
  Boolean: GraphQLBoolean,
  Int: GraphQLInt,
  TextArea: textScalar('TextArea'),
  LongTextArea: textScalar('LongTextArea'),
  Picklist: textScalar('Picklist'),
  MultiPicklist: textScalar('MultiPicklist'),
  Email: textScalar('Email'),
  PhoneNumber: textScalar('PhoneNumber'),
  Url: textScalar('Url'),
  Double: numberScalar('Double'),
  Currency: numberScalar('Currency'),
  Percent: numberScalar('Percent'),
  Date: makeScalar('Date', 'A date: YYYY-MM-DD.', (value) => {
    const given = text(value);
    return given === undefined || given.length > 10 ? undefined : parseDate(given);
  }),
  DateTime: makeScalar('DateTime', 'A moment in ISO 8601.', (value) => {
    const given = text(value);
    return given === undefined ? undefined : parseDatetime(given);
  }),
};

/** A whole number beyond 32 bits: counts, and the version of a record. */
export const Long = numberScalar('Long');

/** A record id, or `@{alias}`: the id that an earlier operation of the same request made. */
export const IdOrRef = textScalar('IdOrRef');
