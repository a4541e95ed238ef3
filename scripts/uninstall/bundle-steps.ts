import type { InstalledComponent } from './installed-components.ts';

/**
 * How many steps each Lightning component is away from those that no other component uses: 0 for these, one more than
 * the farthest user for the rest. Throws Error when components use one another in a circle.
 */
export function bundlesBySteps(components: readonly InstalledComponent[]): Map<string, number> {
  const bundles = components.filter(({ type }) => type === 'LightningComponentBundle');
  const users = new Map(
    bundles.map(({ fullName }) => [
      fullName,
      bundles.filter((other) => other.fullName !== fullName && uses(other.text, fullName)),
    ]),
  );
  const steps = (name: string, way: readonly string[]): number => {
    if (way.includes(name))
      throw new Error(`Lightning components use one another: ${[...way, name].join(', ')}.`);
    const ofUsers = (users.get(name) ?? []).map(({ fullName }) => steps(fullName, [...way, name]));
    return ofUsers.length === 0 ? 0 : 1 + Math.max(...ofUsers);
  };
  return new Map(bundles.map(({ fullName }) => [fullName, steps(fullName, [])]));
}

/** In code a component is `c/openActions`, in a template `<c-open-actions>`. */
function uses(text: string, name: string): boolean {
  const inTemplate = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return new RegExp(`['"]c/${name}['"]|<c-${inTemplate}[\\s>]`).test(text);
}
