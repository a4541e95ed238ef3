import { FieldsOnCorrectTypeRule, GraphQLError, Kind, specifiedRules } from 'graphql';
import type { ValidationRule } from 'graphql';

/**
 * Refuses fields that the user's schema does not have, in the words of Salesforce's GraphQL engine; those marked
 * `@optional` are let pass, and execution leaves them out of the answer.
 */
const fieldsOfTheUser: ValidationRule = (context) => ({
  Field: (node, _key, _parent, _path, ancestors) => {
    const type = context.getParentType();
    if (!type || context.getFieldDef()) return;
    if (node.directives?.some((directive) => directive.name.value === 'optional')) return;
    const above = ancestors.flatMap((ancestor) =>
      'kind' in ancestor && ancestor.kind === Kind.FIELD ? [ancestor.name.value] : [],
    );
    const path = [...above, node.name.value].join('/');
    context.reportError(
      new GraphQLError(
        `Validation error (FieldUndefined@[${path}]) : Field '${node.name.value}' in type '${type.name}' is undefined`,
        { nodes: node },
      ),
    );
  },
});

/** All that a request must fulfil before it is run. */
export const RULES: readonly ValidationRule[] = [
  ...specifiedRules.filter((rule) => rule !== FieldsOnCorrectTypeRule),
  fieldsOfTheUser,
];

/** A message of the engine in the form in which Salesforce gives them. */
export function validationMessage(message: string): string {
  return message.startsWith('Validation error') ? message : `Validation error : ${message}`;
}

/** A message of the reader in the form in which Salesforce gives them. */
export function syntaxMessage(message: string): string {
  return `Invalid syntax : ${message.replace(/^Syntax Error: /, '')}`;
}
