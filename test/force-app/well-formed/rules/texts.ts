import { text } from '../../package-source.ts';
import { isStandard, ofType } from '../package.ts';
import type { Package, Problem } from '../package.ts';
import { checkTexts, problemAt } from '../places.ts';

/**
 * How long texts may be, by type and element. Most from the Metadata API Developer Guide (PermissionSet,
 * CustomPermission, GlobalValueSet, CustomNotificationType, CustomMetadata, ValidationRule, CustomLabel) and the
 * lengths of the Tooling API's objects; those of objects and fields from the forms of Setup.
 */
const longest: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  CompactLayout: { label: 40 },
  CustomApplication: { label: 40, description: 255 },
  CustomField: { label: 40, description: 1000, inlineHelpText: 510, relationshipLabel: 80 },
  CustomFieldTranslation: { label: 40, help: 510, relationshipLabel: 80 },
  CustomLabels: { 'labels/shortDescription': 80, 'labels/value': 1000, 'labels/categories': 255 },
  CustomMetadata: { label: 40, description: 1000 },
  CustomNotificationType: { masterLabel: 80, customNotifTypeName: 80, description: 255 },
  CustomObject: { label: 40, pluralLabel: 40, description: 1000, 'nameField/label': 40 },
  CustomObjectTranslation: {
    'validationRules/errorMessage': 255,
    'caseValues/value': 40,
    nameFieldLabel: 765,
  },
  CustomPermission: { label: 80, description: 255 },
  CustomTab: { label: 40, description: 255 },
  Dashboard: { title: 80, description: 255 },
  FlexiPage: { masterLabel: 80, description: 255 },
  GlobalValueSet: { masterLabel: 80, description: 255 },
  LightningComponentBundle: { masterLabel: 80, description: 255 },
  ListView: { label: 40 },
  PermissionSet: { label: 80, description: 255 },
  PermissionSetGroup: { label: 80, description: 255 },
  QuickAction: { label: 80, description: 255, successMessage: 255 },
  Report: { name: 40, description: 255 },
  ReportType: { label: 50, description: 255 },
  SharingRules: { 'sharingCriteriaRules/label': 80, 'sharingCriteriaRules/description': 1000 },
  Translations: {
    'customApplications/label': 40,
    'customLabels/label': 1000,
    'reportTypes/label': 50,
    'reports/label': 40,
    'dashboards/label': 80,
  },
  ValidationRule: { description: 255, errorMessage: 255 },
};

/** No text is longer than Salesforce takes. */
export function textsAreShort({ components }: Package): Problem[] {
  return components.flatMap((component) =>
    Object.entries(longest[component.type] ?? {}).flatMap(([path, most]) =>
      checkTexts(component, [path], (value) =>
        value.length > most ? `has ${value.length} characters, at most ${most} are allowed` : undefined,
      ),
    ),
  );
}

/** What an admin or a user meets says what it is for: a description everywhere, and help on every field. */
export function everythingIsExplained(installed: Package): Problem[] {
  const described = [
    'CustomApplication',
    'CustomField',
    'CustomObject',
    'CustomPermission',
    'Dashboard',
    'FlexiPage',
    'GlobalValueSet',
    'LightningComponentBundle',
    'PermissionSet',
    'PermissionSetGroup',
    'QuickAction',
    'Report',
    'ReportType',
    'ValidationRule',
  ];
  const missing = described
    .flatMap((type) => ofType(installed, type))
    .filter(({ type, fullName }) => type !== 'CustomObject' || !isStandard(fullName))
    .filter(({ content }) => (text(content, 'description') ?? '').length < 10)
    .map((component) => problemAt(component, 'description', 'says nothing'));
  const helpless = ofType(installed, 'CustomField').flatMap((field) => {
    const help = text(field.content, 'inlineHelpText') ?? '';
    if (help.length < 10) return [problemAt(field, 'inlineHelpText', 'says nothing')];
    return help === text(field.content, 'label')
      ? [problemAt(field, 'inlineHelpText', 'says no more than the label')]
      : [];
  });
  return [...missing, ...helpless];
}
