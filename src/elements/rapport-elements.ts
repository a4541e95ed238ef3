import { OpenActions } from './open-actions/open-actions.ts';
import { RelationshipCard } from './relationship-card/relationship-card.ts';

declare global {
  interface HTMLElementTagNameMap {
    'rapport-relationship-card': RelationshipCard;
    'rapport-open-actions': OpenActions;
  }
}

/**
 * Defines the elements where that has not been done: a page may load this module more than once.
 * @returns false where the page allows no custom elements, as under Lightning Locker: then plain components must do
 */
function defineElements(): boolean {
  try {
    const registry = globalThis.customElements;
    for (const [tag, element] of [
      ['rapport-relationship-card', RelationshipCard],
      ['rapport-open-actions', OpenActions],
    ] as const) {
      if (!registry.get(tag)) registry.define(tag, element);
    }
    return true;
  } catch {
    return false;
  }
}

/** Whether the elements can be used on this page. */
export const elementsAreDefined = defineElements();
