import { wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import locale from '@salesforce/i18n/locale';
import timeZone from '@salesforce/i18n/timeZone';
import RapportAccountCard from 'c/rapportAccountCard';
import { wordsOf } from 'c/rapportErrors';
import { actionRights, markDone, openActions } from './actionRequests';
import { elementLabels, title } from './labels';

/**
 * The open actions of an account, on its record page and on those of its contacts, opportunities, cases and plans: loads
 * them, marks them done, and leaves drawing them to Rapport's element, or to a plain list where custom elements are
 * blocked.
 */
export default class RapportOpenActions extends RapportAccountCard {
  title = title;
  contentQuery = openActions;
  canComplete = false;
  /** Ids of the actions that are being saved. */
  busy = [];
  /** What the org said of actions that could not be saved, by id. */
  failures = {};
  /** Ids of actions that are done while the loaded list still has them. */
  done = [];

  @wire(graphql, { query: '$query', variables: '$variables' })
  receiveActions(answer) {
    this.receiveContent(answer);
    const query = answer.data?.uiapi?.query;
    const connection = query?.Feedback_Action__c;
    // left out without an error: the user may not see actions
    if (connection || (query && !this.errors)) this.loaded = { accountId: this.accountId, connection };
  }

  // asked apart: where the org cannot tell, its refusal of a change will
  @wire(graphql, { query: actionRights })
  receiveRights({ data, errors }) {
    const info = data?.uiapi?.objectInfos?.[0];
    const status = info?.fields?.find(({ ApiName }) => ApiName === 'Status__c');
    this.canComplete = info ? Boolean(info.updateable && status?.updateable) : Boolean(errors?.length);
  }

  get hasContent() {
    return Boolean(this.loaded?.connection);
  }

  get actions() {
    const edges = this.loaded?.connection?.edges ?? [];
    return edges.map(({ node }) => toAction(node)).filter(({ id }) => !this.done.includes(id));
  }

  /** What the element shows; the plain component takes the same. */
  get shown() {
    const { state, message, actions, busy, failures, canComplete, now } = this;
    const hidden = (this.loaded?.connection?.edges.length ?? 0) - actions.length;
    const total = (this.loaded?.connection?.totalCount ?? 0) - hidden;
    const data = { state, message, actions, busy, failures, canComplete, total };
    return { ...data, labels: elementLabels, locale, timeZone, now };
  }

  /** Marks an action done; one that the org refuses stays in the list, with the org's words beside it. */
  async handleComplete({ detail: { id } }) {
    const action = this.actions.find((one) => one.id === id);
    if (!action || this.busy.includes(id)) return;
    this.busy = [...this.busy, id];
    this.failures = { ...this.failures, [id]: undefined };
    const failure = await failureOf(markDone(id, new Date()));
    if (failure === undefined) this.done = [...this.done, id];
    else this.failures = { ...this.failures, [id]: failure };
    this.busy = this.busy.filter((other) => other !== id);
    if (failure === undefined) await this.confirm(action);
  }

  async confirm({ id, subject }) {
    const saved = elementLabels.saved.replace('{0}', () => subject);
    this.dispatchEvent(new ShowToastEvent({ title: saved, variant: 'success' }));
    try {
      // a changed record stays in the list until the query is run again
      await this.refresh?.();
      this.done = this.done.filter((other) => other !== id);
    } catch {
      // the action is done all the same: it stays out of the list that is shown
    }
  }
}

/** Why a change was not made, as the org says it; undefined when it was made. */
async function failureOf(change) {
  try {
    const { errors } = await change;
    return errors?.length ? wordsOf(errors) || elementLabels.notSaved : undefined;
  } catch (error) {
    return wordsOf(error) || elementLabels.notSaved;
  }
}

function toAction({ Id, Name, Status__c, Due_On__c, Is_Late__c, Assignee__r, Action_Plan__r }) {
  return {
    id: Id,
    subject: Name.value,
    status: Status__c.value,
    dueOn: Due_On__c?.value ?? undefined,
    isLate: Is_Late__c?.value ?? false,
    assignee: Assignee__r?.Name?.value ?? undefined,
    plan: Action_Plan__r?.Name?.value ?? '',
    planId: Action_Plan__r?.Id,
  };
}
