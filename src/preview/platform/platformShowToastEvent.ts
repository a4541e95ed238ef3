import { toastEventName } from '../browser/toasts.ts';
import type { Toast } from '../browser/toasts.ts';

/** `lightning/platformShowToastEvent`. Source: LWC Developer Guide, "Toast Notification". */
export const ShowToastEventName = toastEventName;

/** Asks the page to tell the user something. */
export class ShowToastEvent extends CustomEvent<Toast> {
  constructor(toast: Toast) {
    super(toastEventName, { bubbles: true, composed: true, cancelable: true, detail: toast });
  }
}
