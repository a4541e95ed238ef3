import { LightningElement, api } from 'lwc';
import { wordingFor } from 'c/rapportWording';
import { factsOf } from './relationshipFacts';

/** The relationship with an account as plain text, for pages on which custom elements are blocked (Lightning Locker). */
export default class RapportPlainRelationship extends LightningElement {
  /** What to show: `loading`, `ready`, `noaccount`, `nopermission` or `error`. */
  @api state;
  /** The numbers of the account, for the state `ready`. */
  @api relationship;
  /** What the org said when it failed, for the state `error`. */
  @api message;
  /** Texts by key, those of the element that this stands in for. */
  @api labels;
  /** BCP 47: how numbers and dates are written. */
  @api locale;
  /** IANA name: which day a moment belongs to. */
  @api timeZone;
  /** The time at which it is looked at, ISO 8601. */
  @api now;

  get isLoading() {
    return this.state === 'loading';
  }

  get isWithoutAccount() {
    return this.state === 'noaccount';
  }

  get isRefused() {
    return this.state === 'nopermission';
  }

  get hasFailed() {
    return this.state === 'error';
  }

  get facts() {
    const { title, text, pairs, notes } = factsOf(this.relationship, this.now, this.wording);
    return { title, text, pairs, notes: notes.map((note) => ({ note })) };
  }

  get wording() {
    return wordingFor(this.labels, this.locale, this.timeZone);
  }

  /** Asks to load once more what could not be loaded. */
  handleRetry() {
    this.dispatchEvent(new CustomEvent('retry'));
  }
}
