import { text } from '../../package-source.ts';
import { objectOf, ofType } from '../package.ts';
import type { Package, PackagedComponent, Problem } from '../package.ts';
import { problemAt } from '../places.ts';

/** How many an object may have of something, in the smallest edition that takes the package, Enterprise Edition. */
const limits: { what: string; most: number; counts: (component: PackagedComponent) => boolean }[] = [
  // “Custom Fields Allowed Per Object”, Salesforce Help
  { what: 'custom fields', most: 500, counts: ({ type }) => type === 'CustomField' },
  // “Custom Field Allocations” and “Considerations for Relationships”, Salesforce Help
  { what: 'relationships', most: 40, counts: ({ content }) => text(content, 'referenceTo') !== undefined },
  { what: 'master-detail relationships', most: 2, counts: hasType('MasterDetail') },
  { what: 'roll-up summaries', most: 25, counts: hasType('Summary') },
  // “Validation Rules”, Salesforce Features and Edition Allocations
  {
    what: 'active validation rules',
    most: 100,
    counts: ({ type, content }) => type === 'ValidationRule' && text(content, 'active') === 'true',
  },
];

function hasType(type: string): (component: PackagedComponent) => boolean {
  return ({ content, type: kind }) => kind === 'CustomField' && text(content, 'type') === type;
}

/** No object has more fields, relationships, summaries or rules than an org takes. */
export function objectsStayWithinLimits(installed: Package): Problem[] {
  const parts = [...ofType(installed, 'CustomField'), ...ofType(installed, 'ValidationRule')];
  return [...Map.groupBy(parts, objectOf)].flatMap(([object, components]) =>
    limits.flatMap(({ what, most, counts }) => {
      const counted = components.filter((component) => counts(component));
      const over = counted[most];
      return over === undefined
        ? []
        : [
            problemAt(
              over,
              'fullName',
              `${object} has ${counted.length} ${what}, at most ${most} are allowed`,
            ),
          ];
    }),
  );
}
