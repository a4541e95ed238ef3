import { LitElement, html, nothing } from 'lit';
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { formatsFor } from './formats.ts';
import type { Formats } from './formats.ts';
import type { Labels } from './labels.ts';
import { noticeView, skeletonView } from './notice.ts';
import { wordingOf } from './wording.ts';
import type { Wording } from './wording.ts';

/** What an element is asked to show. */
export type ElementState = 'loading' | 'ready' | 'noaccount' | 'nopermission' | 'error';

/** What screen readers are told of a state: the end of the key of its label. */
const titles = {
  loading: 'Loading',
  noaccount: 'NoAccountTitle',
  nopermission: 'NoPermissionTitle',
  error: 'ErrorTitle',
} as const;

/**
 * What Rapport's elements have in common: plain data in as properties, events out, no text of their own, a closed root.
 * They draw the body of a card; the card itself, with its title, is the page's.
 *
 * @fires retry when the reader asks to load once more what could not be loaded
 */
export abstract class RapportElement extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, mode: 'closed' as const };

  static override properties: PropertyDeclarations = {
    state: {},
    message: {},
    labels: { attribute: false },
    locale: {},
    timeZone: { attribute: 'time-zone' },
    now: {},
    announcement: { state: true },
  };

  /** What to show: `loading` until told otherwise. */
  declare state: ElementState;
  /** What the org said when it failed, for the state `error`. */
  declare message?: string;
  declare labels: Labels;
  /** BCP 47 (fr-FR): how numbers and dates are written; the browser's when absent. */
  declare locale?: string;
  /** IANA name (Europe/Paris): which day a moment belongs to; the browser's when absent. */
  declare timeZone?: string;
  /** The time at which it is looked at, ISO 8601: without it nothing is said to be old, late or due today by the clock. */
  declare now?: string;
  /** What screen readers are told has just happened. */
  declare protected announcement: string;

  declare private readonly topic: 'relationship' | 'actions';
  declare protected formats: Formats;
  declare protected wording: Wording;

  /** @param topic what the element shows: its labels for loading, failing and refusing begin with it */
  constructor(topic: 'relationship' | 'actions') {
    super();
    this.topic = topic;
    this.state = 'loading';
    this.labels = {};
    this.announcement = '';
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { state, topic } = this;
    this.formats = formatsFor(this.locale, this.timeZone);
    this.wording = wordingOf(this.labels, this.locale, this.formats.whole);
    if (changed.has('state'))
      this.announcement = state === 'ready' ? '' : this.wording.say(`${topic}${titles[state]}`);
  }

  protected override render(): TemplateResult {
    return html`<div class="body" tabindex="-1">${this.renderState()}</div>
      <p class="hidden" role="status">${this.announcement}</p>`;
  }

  /** What stands in the card when there is something to show; nothing while it is still on its way. */
  protected abstract renderReady(): TemplateResult | undefined;

  private renderState(): TemplateResult {
    const { state, topic, wording, message } = this;
    const words = (of: 'NoAccount' | 'NoPermission' | 'Error') =>
      [wording.say(`${topic}${of}Title`), wording.say(`${topic}${of}Text`)] as const;
    if (state === 'noaccount') return noticeView('building', ...words('NoAccount'));
    if (state === 'nopermission') return noticeView('lock', ...words('NoPermission'));
    if (state === 'error') {
      return noticeView(
        'cloud',
        ...words('Error'),
        html`${message ? html`<p>${wording.say('orgMessage')} ${message}</p>` : nothing}
          <button class="button" type="button" @click=${this.retry}>${wording.say('tryAgain')}</button>`,
      );
    }
    return (state === 'ready' && this.renderReady()) || skeletonView();
  }

  /** Sends an event to whoever placed the element; names are one lower-case word, since Lightning binds no other. */
  protected send(name: 'retry' | 'complete', detail?: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** Asks for another try; the button that was pressed goes away, so the focus moves to what takes its place. */
  private retry(): void {
    this.focusBody();
    this.send('retry');
  }

  protected focusBody(): void {
    this.renderRoot.querySelector<HTMLElement>('.body')?.focus();
  }
}
