import { LightningElement, api } from 'lwc';
import { wordingFor } from 'c/rapportWording';

/** The open actions of an account as a plain list, for pages on which custom elements are blocked (Lightning Locker). */
export default class RapportPlainActions extends LightningElement {
  /** What to show: `loading`, `ready`, `noaccount`, `nopermission` or `error`. */
  @api state;
  /** The actions, in the order in which they are shown, for the state `ready`. */
  @api actions = [];
  /** Ids of the actions that are being saved. */
  @api busy = [];
  /** What the org said of actions that could not be saved, by id. */
  @api failures = {};
  /** Whether the reader may mark actions done. */
  @api canComplete;
  /** How many open actions the org has, when that is more than were handed in. */
  @api total;
  /** What the org said when it failed, for the state `error`. */
  @api message;
  /** Texts by key, those of the element that this stands in for. */
  @api labels;
  /** BCP 47: how numbers and dates are written. */
  @api locale;
  /** IANA name: which day a moment belongs to. */
  @api timeZone;
  /** The time at which it is looked at, ISO 8601; the org says which actions are late. */
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

  get isEmpty() {
    return this.actions.length === 0;
  }

  get rows() {
    const { say, date } = wordingFor(this.labels, this.locale, this.timeZone);
    return this.actions.map(({ id, subject, assignee, dueOn, isLate, status, plan }) => {
      const isBusy = this.busy.includes(id);
      const command = say(isBusy ? 'saving' : 'markDone');
      return {
        id,
        subject,
        details: [
          ...(isLate ? [say('late')] : []),
          dueOn ? say('dueOn', date(dueOn)) : say('noDueDate'),
          ...(status === 'In Progress' ? [say('inProgress')] : []),
          assignee ?? say('notAssigned'),
          say('plan', plan),
        ].join(' · '),
        failure: this.failures[id],
        isBusy,
        command,
        commandNamed: say('markDoneNamed', command, subject),
      };
    });
  }

  /** Says so when the org has more open actions than are listed. */
  get beyond() {
    const { length } = this.actions;
    const { say, whole } = wordingFor(this.labels, this.locale, this.timeZone);
    return this.total > length ? say('firstOfTotal', whole(length), whole(this.total)) : undefined;
  }

  /** Asks to mark an action done. */
  handleComplete({ currentTarget }) {
    this.dispatchEvent(new CustomEvent('complete', { detail: { id: currentTarget.dataset.id } }));
  }

  /** Asks to load once more what could not be loaded. */
  handleRetry() {
    this.dispatchEvent(new CustomEvent('retry'));
  }
}
