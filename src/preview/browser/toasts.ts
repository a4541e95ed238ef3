import { session } from './session.ts';

/** What a component tells. Source: LWC Developer Guide, "Toast Notification". */
export interface Toast {
  title: string;
  message?: string;
  /** `info` when not given. */
  variant?: 'info' | 'success' | 'warning' | 'error';
  /** How long it stays; `dismissible`, some seconds or until it is closed, when not given. */
  mode?: 'dismissible' | 'pester' | 'sticky';
  /** What stands for `{0}`, `{1}` in the message. */
  messageData?: readonly (string | { label: string; url?: string })[];
}

/** The event by which a component asks for a toast. */
export const toastEventName = 'lightning__showtoast';

const shownMilliseconds = 6000;

/** Shows what components tell by `ShowToastEvent`, as an org does. */
export function showToasts(): void {
  document.addEventListener(toastEventName, (event) => {
    if (event instanceof CustomEvent) showToast(event.detail as Toast);
  });
}

/** Shows a toast; screen readers say it without being asked, an error at once. */
export function showToast(toast: Toast): void {
  const { variant = 'info', mode = 'dismissible' } = toast;
  const box = made('div', `slds-notify slds-notify_toast slds-theme_${variant}`);
  box.setAttribute('role', variant === 'error' ? 'alert' : 'status');
  const content = made('div', 'slds-notify__content');
  const title = made('h2', 'slds-text-heading_small');
  title.textContent = toast.title;
  content.append(title);
  if (toast.message !== undefined && toast.message !== '') {
    const message = made('p', '');
    message.textContent = messageOf(toast);
    content.append(message);
  }
  const close = made('button', 'slds-button slds-button_icon slds-button_icon-inverse slds-notify__close');
  close.setAttribute('type', 'button');
  close.setAttribute('aria-label', session.texts.close);
  close.textContent = '×';
  close.addEventListener('click', () => box.remove());
  box.append(content, close);
  document.querySelector('[data-toasts]')?.append(box);
  if (mode !== 'sticky') setTimeout(() => box.remove(), shownMilliseconds);
}

function messageOf({ message = '', messageData = [] }: Toast): string {
  return message.replaceAll(/\{(\d+)\}/g, (whole, index: string) => {
    const value = messageData[Number(index)];
    return typeof value === 'object' ? value.label : (value ?? whole);
  });
}

function made(tag: string, className: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}
