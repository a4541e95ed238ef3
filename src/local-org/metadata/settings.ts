import type { OrgSettings, Schema } from '../schema/schema.ts';
import { elementOf, flagOf, textOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Types that no org takes whose Translation Workbench is off. */
const TRANSLATION_TYPES: ReadonlySet<string> = new Set([
  'CustomFieldTranslation',
  'CustomObjectTranslation',
  'GlobalValueSetTranslation',
  'StandardValueSetTranslation',
  'Translations',
]);

/** A setting that the local org knows, and where it stands in the metadata. */
interface KnownSetting {
  /** Full name of the settings: `Security` of `SecuritySettings`. */
  settings: string;
  /** The element that the tag stands in; directly below the root when absent. */
  section?: string;
  tag: keyof OrgSettings;
}

/**
 * `lockerServiceNext` is "Use Lightning Web Security for Lightning web components and Aura components";
 * `lockerServiceNextControl`, which stands beside it, is reserved for Salesforce's own use.
 * Source: Metadata API Developer Guide, "SecuritySettings" (SessionSettings), "LanguageSettings".
 */
const KNOWN_SETTINGS: readonly KnownSetting[] = [
  { settings: 'Security', section: 'sessionSettings', tag: 'lockerServiceNext' },
  { settings: 'Language', tag: 'enableTranslationWorkbench' },
];

/** Whether the local org keeps something of these settings; all others are only recorded. */
export function actsOnSettings(fullName: string): boolean {
  return KNOWN_SETTINGS.some(({ settings }) => settings === fullName);
}

/** Takes what the local org knows of an org's settings. What the file leaves out stays as it is. */
export function applySettings(schema: Schema, fullName: string, xml: XmlElement): void {
  const root = elementOf(xml, `${fullName}Settings`);
  for (const { settings, section, tag } of KNOWN_SETTINGS) {
    const element = section === undefined ? root : elementOf(root, section);
    if (settings === fullName && textOf(element, tag) !== undefined)
      schema.settings[tag] = flagOf(element, tag);
  }
}

/** Settings as `readMetadata` gives them: what the local org knows of them; undefined when that is nothing. */
export function settingsContent(
  schema: Schema,
  fullName: string,
): Record<string, boolean | Record<string, boolean>> | undefined {
  const known = KNOWN_SETTINGS.filter(({ settings }) => settings === fullName);
  if (known.length === 0) return undefined;
  const content: Record<string, boolean | Record<string, boolean>> = {};
  for (const { section, tag } of known) {
    const value = schema.settings[tag];
    if (section === undefined) content[tag] = value;
    else content[section] = { [tag]: value };
  }
  return content;
}

/** Why an org does not take a component of that type by its settings; undefined when it does. */
export function refusedBySettings(schema: Schema, type: string): string | undefined {
  if (!TRANSLATION_TYPES.has(type) || schema.settings.enableTranslationWorkbench) return undefined;
  return 'Not available for deploy for this organization: the Translation Workbench is off';
}
