import * as engine from '@lwc/engine-dom';
import { session } from './session.ts';
import { showToasts } from './toasts.ts';

/** Class of a component. */
type ComponentClass = new () => object;

/** The engine, as far as it is used here. Its own types import files in a way that Node's resolution does not follow. */
const { createElement } = engine as unknown as {
  createElement: (tag: string, options: { is: ComponentClass }) => HTMLElement;
};

/**
 * Puts the page's components where their region is, and marks the page as ready.
 * @param components by the name of their bundle
 */
export function startPage(components: Readonly<Record<string, ComponentClass>>): void {
  showToasts();
  for (const [region, placed] of Object.entries(session.regions)) {
    const place = document.querySelector(`[data-region="${region}"]`);
    for (const { name, properties } of placed) {
      const constructor = components[name];
      if (place === null || constructor === undefined) continue;
      const element = createElement(tagOf(name), { is: constructor });
      const { recordId, objectApiName } = session;
      place.append(Object.assign(element, properties, { recordId, objectApiName }));
    }
  }
  document.documentElement.dataset.ready = 'true';
}

/** `rapportRelationship` is `c-rapport-relationship`. */
function tagOf(name: string): string {
  return `c-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
