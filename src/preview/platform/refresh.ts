/*
 * `lightning/refresh`. Source: LWC Developer Guide, "RefreshView API". The page is one container: every handler is told.
 */

type RefreshHandler = () => Promise<unknown> | undefined;

const eventName = 'lightning__refresh';
const handlers = new Map<symbol, { element: object; handler: RefreshHandler }>();

/** Asks everything on the page to load its data again. */
export class RefreshEvent extends Event {
  constructor() {
    super(eventName, { bubbles: true, composed: true, cancelable: true });
  }
}

/** What a handler tells when it is done. */
export const RefreshComplete = 'refreshcomplete';
/** What a handler tells when all but an error is done. */
export const RefreshCompleteWithError = 'refreshcompletewitherror';
/** What a handler tells when it could not. */
export const RefreshError = 'refresherror';

/** Calls a method of a component at each refresh; what it gives back ends the registration. */
export function registerRefreshHandler(element: object, handler: RefreshHandler): symbol {
  const id = Symbol('refresh');
  handlers.set(id, { element, handler });
  return id;
}

/** Ends what `registerRefreshHandler` began. */
export function unregisterRefreshHandler(id: symbol): void {
  handlers.delete(id);
}

/** The page is the only container: a component that wants to be one is a handler. */
export const registerRefreshContainer = registerRefreshHandler;
/** Ends what `registerRefreshContainer` began. */
export const unregisterRefreshContainer = unregisterRefreshHandler;

document.addEventListener(eventName, () => {
  for (const { element, handler } of handlers.values()) void handler.call(element);
});
