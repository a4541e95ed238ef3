import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { noticeView } from '../notice.ts';
import { RapportElement } from '../rapport-element.ts';
import { rapportElementStyles } from '../rapport-element.styles.ts';
import type { OpenAction } from './action.ts';
import { daysLate, groupActions, sortActions, urgencyOf } from './action-groups.ts';
import type { ActionGroup, Urgency } from './action-groups.ts';
import { openActionsStyles } from './open-actions.styles.ts';
import { outcomesBetween } from './outcomes.ts';
import type { Saves } from './outcomes.ts';

/** As many actions as a card shows at once; the others are one press away. */
const shownAtFirst = 10;

/**
 * The open actions of an account, late ones first, each to be marked done where the reader may.
 *
 * @summary The body of a card with the open actions of an account.
 * @fires complete when the reader marks an action done; detail: `{ id }`
 * @fires retry when the reader asks to load once more what could not be loaded
 */
export class OpenActions extends RapportElement {
  static override styles = [rapportElementStyles, openActionsStyles];

  static override properties = {
    actions: { attribute: false },
    busy: { attribute: false },
    failures: { attribute: false },
    canComplete: { type: Boolean, attribute: 'can-complete' },
    total: { type: Number },
    isWhole: { state: true },
  };

  declare actions: readonly OpenAction[];
  /** Ids of the actions that are being saved. */
  declare busy: readonly string[];
  /** What the org said of actions that could not be saved, by id; each stands beside its action. */
  declare failures: Readonly<Record<string, string>>;
  /** Whether the reader may mark actions done. */
  declare canComplete: boolean;
  /** How many open actions the org has, when that is more than were handed in. */
  declare total?: number;
  /** Whether all the actions are shown, or the first few. */
  declare protected isWhole: boolean;

  declare private sorted: readonly OpenAction[];
  declare private today: string | undefined;
  /** The last list that was shown, to tell what has become of its saves. */
  declare private last: Saves;
  /** The action at which the keyboard was before an update. */
  declare private focused: { id: string; index: number } | undefined;

  constructor() {
    super('actions');
    this.actions = [];
    this.busy = [];
    this.failures = {};
    this.canComplete = false;
    this.isWhole = false;
    this.sorted = [];
    this.last = { actions: [], busy: [], failures: {} };
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.focused = this.focusedRow();
    this.today = this.now ? this.formats.dateOf(this.now) : undefined;
    this.sorted = sortActions(this.actions, this.today);
    const { actions, busy, failures } = this;
    const outcomes = outcomesBetween(this.last, { actions, busy, failures });
    // a new save empties the announcement, so that the same outcome is news once more
    if (outcomes.length > 0 || busy.some((id) => !this.last.busy.includes(id))) {
      this.announcement = outcomes
        .map(({ subject, failure }) =>
          failure ? this.wording.say('notSavedNamed', subject, failure) : this.wording.say('saved', subject),
        )
        .join(' ');
    }
    this.last = { actions, busy, failures };
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.get('isWhole') === false) this.focusRow(shownAtFirst);
    if (this.focused) this.keepFocus(this.focused);
  }

  /**
   * Keeps the keyboard at the action where it was, also when the rows above it go away: rows are reused for other
   * actions, and a key pressed twice must not mark the wrong one done. When the action itself is gone, its successor
   * takes over.
   */
  private keepFocus({ id, index }: { id: string; index: number }): void {
    const visible = this.visible();
    const found = visible.findIndex((action) => action.id === id);
    if (found === index) return;
    if (visible.length === 0) this.focusBody();
    else this.focusRow(found < 0 ? Math.min(index, visible.length - 1) : found);
  }

  private focusRow(index: number): void {
    const row = this.rows()[index];
    (row?.querySelector('button') ?? row)?.focus();
  }

  protected override renderReady(): TemplateResult {
    const { wording, sorted } = this;
    if (sorted.length === 0) {
      return noticeView('check', wording.say('noActionsTitle'), wording.say('noActionsText'));
    }
    const groups = groupActions(this.visible(), this.today);
    return html`${groups.map((group) => this.renderGroup(group))} ${this.renderFoot()}`;
  }

  private renderGroup({ urgency, actions }: ActionGroup): TemplateResult {
    const { wording, formats, sorted, today } = this;
    const count = sorted.filter((action) => urgencyOf(action, today) === urgency).length;
    return html`<h3 .className=${`group ${urgency}`}>
        ${wording.say(urgency)} <span class="count">${formats.whole(count)}</span>
      </h3>
      <ul>
        ${actions.map((action) => this.renderAction(action, urgency))}
      </ul>`;
  }

  private renderAction(action: OpenAction, urgency: Urgency): TemplateResult {
    const { wording } = this;
    const { id, subject, assignee, plan, status } = action;
    const failure = this.failures[id];
    return html`<li class="row" tabindex="-1">
      <div class="text">
        <p class="subject">${subject}</p>
        <p class="details">
          <span .className=${urgency}>${this.dueText(action, urgency)}</span>
          ${status === 'In Progress' ? html`<span>${wording.say('inProgress')}</span>` : nothing}
          <span>${assignee || wording.say('notAssigned')}</span>
          <span>${wording.say('plan', plan)}</span>
        </p>
      </div>
      ${this.canComplete ? this.renderButton(action) : nothing}
      ${failure ? html`<p class="failure"><strong>${wording.say('notSaved')}</strong> ${failure}</p>` : nothing}
    </li>`;
  }

  private renderButton({ id, subject }: OpenAction): TemplateResult {
    const { wording } = this;
    const isBusy = this.busy.includes(id);
    // a busy button stays focusable: disabling it would throw the keyboard back to the top of the page
    return html`<button
      type="button"
      .className=${isBusy ? 'button busy' : 'button'}
      .ariaLabel=${wording.say('markDoneNamed', wording.say(isBusy ? 'saving' : 'markDone'), subject)}
      .ariaDisabled=${String(isBusy)}
      @click=${() => {
        if (!isBusy) this.send('complete', { id });
      }}
    >
      ${wording.say(isBusy ? 'saving' : 'markDone')}
    </button>`;
  }

  private dueText({ dueOn }: OpenAction, urgency: Urgency): string {
    const { wording, formats, today } = this;
    if (!dueOn) return wording.say(urgency === 'late' ? 'late' : 'noDueDate');
    const due = wording.say('dueOn', formats.date(dueOn));
    const days = urgency === 'late' && today ? daysLate(dueOn, today) : 0;
    if (days > 0) return `${due}, ${wording.count('daysLate', days)}`;
    return urgency === 'dueToday' ? wording.say('dueToday') : due;
  }

  /** What is not shown: the rest of the list, one press away, and what the org has beyond the list. */
  private renderFoot(): TemplateResult {
    const { wording, formats, sorted, total = 0, isWhole } = this;
    const count = formats.whole(sorted.length);
    return html`${
      sorted.length > shownAtFirst
        ? html`<p class="foot">
            <button type="button" class="button" .ariaExpanded=${String(isWhole)} @click=${this.toggle}>
              ${isWhole ? wording.say('showFewer') : wording.say('showAll', count)}
            </button>
          </p>`
        : nothing
    }
    ${total > sorted.length ? html`<p class="foot">${wording.say('firstOfTotal', count, formats.whole(total))}</p>` : nothing}`;
  }

  private toggle(): void {
    this.isWhole = !this.isWhole;
  }

  private visible(): readonly OpenAction[] {
    return this.isWhole ? this.sorted : this.sorted.slice(0, shownAtFirst);
  }

  private rows(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.row')];
  }

  private focusedRow(): { id: string; index: number } | undefined {
    if (!this.hasUpdated) return undefined;
    const { activeElement } = this.renderRoot as ShadowRoot;
    const index = this.rows().findIndex((row) => row.contains(activeElement));
    const action = this.visible()[index];
    return action && { id: action.id, index };
  }
}
