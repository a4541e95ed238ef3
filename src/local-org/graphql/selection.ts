import {
  getArgumentValues,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
} from 'graphql';
import type {
  FieldNode,
  GraphQLField,
  GraphQLObjectType,
  GraphQLResolveInfo,
  SelectionNode,
  ValueNode,
} from 'graphql';

/** One selected field: its definition, and all the places where the request writes it under the same name. */
export interface SelectedField {
  /** The name in the answer: the alias, or the field's own. */
  key: string;
  field: GraphQLField<unknown, unknown>;
  nodes: FieldNode[];
}

/** The part of a request below a field, fragments and `@include`/`@skip` taken into account. */
export class SelectionReader {
  readonly #info: GraphQLResolveInfo;

  constructor(info: GraphQLResolveInfo) {
    this.#info = info;
  }

  /**
   * The fields selected below `nodes`, on a record of `type`, in the order of the request. Fields that the type
   * does not have are left out: validation has let them pass because they are `@optional`.
   */
  fieldsBelow(type: GraphQLObjectType, nodes: readonly FieldNode[]): SelectedField[] {
    const found = new Map<string, SelectedField>();
    for (const node of nodes) this.#collect(type, node.selectionSet?.selections ?? [], found);
    return [...found.values()];
  }

  /** The nodes of the fields of that name below `nodes`, whatever their aliases. */
  nodesBelow(type: GraphQLObjectType, nodes: readonly FieldNode[], fieldName: string): FieldNode[] {
    return this.fieldsBelow(type, nodes).flatMap(({ field, nodes: inner }) =>
      field.name === fieldName ? inner : [],
    );
  }

  /** The arguments of a selected field, as its definition reads them. */
  argumentsOf({ field, nodes }: SelectedField): Record<string, unknown> {
    return getArgumentValues(field, nodes[0]!, this.#info.variableValues);
  }

  /**
   * An argument with the members of its objects in the order in which the request writes them, which the reading by
   * definition loses: `orderBy` means its first member first. Undefined when the argument is not given.
   */
  writtenArgument(node: FieldNode, name: string): unknown {
    const argument = node.arguments?.find((candidate) => candidate.name.value === name);
    return argument === undefined ? undefined : this.#written(argument.value);
  }

  #written(value: ValueNode): unknown {
    switch (value.kind) {
      case 'Variable': {
        const { sources, coerced } = this.#info.variableValues;
        return sources[value.name.value]?.value ?? coerced[value.name.value];
      }
      case 'ObjectValue':
        return Object.fromEntries(
          value.fields.map((member) => [member.name.value, this.#written(member.value)]),
        );
      case 'ListValue':
        return value.values.map((item) => this.#written(item));
      case 'NullValue':
        return null;
      default:
        return value.value;
    }
  }

  #collect(
    type: GraphQLObjectType,
    selections: readonly SelectionNode[],
    found: Map<string, SelectedField>,
  ): void {
    for (const selection of selections) {
      if (!this.#isIncluded(selection)) continue;
      if (selection.kind === 'Field') {
        const field = type.getFields()[selection.name.value];
        if (field === undefined) continue;
        const key = selection.alias?.value ?? field.name;
        const known = found.get(key);
        if (known === undefined) found.set(key, { key, field, nodes: [selection] });
        else known.nodes.push(selection);
        continue;
      }
      const fragment =
        selection.kind === 'FragmentSpread' ? this.#info.fragments[selection.name.value] : selection;
      if (fragment === undefined || !this.#appliesTo(fragment.typeCondition?.name.value, type)) continue;
      this.#collect(type, fragment.selectionSet.selections, found);
    }
  }

  #isIncluded(selection: SelectionNode): boolean {
    const { variableValues } = this.#info;
    if (getDirectiveValues(GraphQLSkipDirective, selection, variableValues)?.['if'] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, selection, variableValues)?.['if'] !== false;
  }

  #appliesTo(typeName: string | undefined, type: GraphQLObjectType): boolean {
    if (typeName === undefined || typeName === type.name) return true;
    const wanted = this.#info.schema.getType(typeName);
    return isAbstractType(wanted) && this.#info.schema.isSubType(wanted, type);
  }
}
