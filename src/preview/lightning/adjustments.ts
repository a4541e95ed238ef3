/** A change to a file of lightning-base-components that only runs on Salesforce's servers as it is. */
interface Adjustment {
  /** End of the file's path. */
  path: string;
  from: string | RegExp;
  to: string;
}

/**
 * Icons come from the design system's sprites, as in an org before the icons became templates: one file a category,
 * every name, instead of 10,000 templates to compile.
 */
const adjustments: readonly Adjustment[] = [
  {
    path: 'lightning/primitiveIcon/primitiveIcon.js',
    from: "import { getName, isValidName } from 'lightning/iconUtils';",
    to: "import { getIconPath, getName, isValidName } from 'lightning/iconUtils';",
  },
  {
    path: 'lightning/primitiveIcon/primitiveIcon.js',
    from: "return this.src || '';",
    to: 'return this.src || getIconPath(this.iconName, dir);',
  },
  {
    path: 'lightning/primitiveIcon/fetch.js',
    from: /^[\s\S]*$/,
    to: `const none = {};
export const hasIconLibrary = () => true;
export const getIconLibrary = () => none;
export const fetchIconLibrary = async () => none;
`,
  },
];

/** Stylesheets of native shadow roots: every rule asks for `data-render-mode="shadow"`, which this page never has. */
const nativeShadowOnly = /\.(slds|lbc\.native)\.css$/;

/**
 * The file as it is to be compiled.
 * @throws Error when a file no longer has the text that an adjustment replaces (another version of the package)
 */
export function adjusted(path: string, source: string): string {
  if (nativeShadowOnly.test(path)) return '';
  let text = source;
  for (const adjustment of adjustments) {
    if (!path.replaceAll('\\', '/').endsWith(adjustment.path)) continue;
    const changed = text.replace(adjustment.from, () => adjustment.to);
    if (changed === text) throw new Error(`${path} is not as expected; see adjustments.ts.`);
    text = changed;
  }
  return text;
}
