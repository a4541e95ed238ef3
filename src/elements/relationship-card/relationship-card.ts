import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { draw } from '../draw.ts';
import { noticeView } from '../notice.ts';
import { RapportElement } from '../rapport-element.ts';
import { rapportElementStyles } from '../rapport-element.styles.ts';
import { intervalDrawing } from './interval-drawing.ts';
import { figuresFor, personDrawing } from './people-drawing.ts';
import { readingOf, staleDays, voicesOf } from './reading.ts';
import type { Reading, ScoreReading } from './reading.ts';
import type { Relationship, VoiceCount, VoiceKind } from './relationship.ts';
import { relationshipCardStyles } from './relationship-card.styles.ts';

/**
 * The relationship with an account: its score, always with interval, number of answers, method and window; people in its
 * place where the answers are too few; who has spoken and who is silent.
 *
 * @summary The body of a card with the relationship score of an account.
 * @fires retry when the reader asks to load once more what could not be loaded
 */
export class RelationshipCard extends RapportElement {
  static override styles = [rapportElementStyles, relationshipCardStyles];

  static override properties = { relationship: { attribute: false } };

  /** The numbers of the account, for the state `ready`. */
  declare relationship?: Relationship;

  constructor() {
    super('relationship');
  }

  protected override renderReady(): TemplateResult | undefined {
    const { relationship } = this;
    if (!relationship) return undefined;
    const reading = readingOf(relationship);
    if (reading.kind === 'none') return this.renderNoAnswers(relationship, reading.never);
    return html`<div class="columns">${this.renderReading(reading, relationship)}</div>
      ${this.renderFacts(relationship, 'score' in reading)}`;
  }

  private renderNoAnswers({ windowDays, silent }: Relationship, never: boolean): TemplateResult {
    const { wording, formats } = this;
    const text = never
      ? wording.say('noAnswersText')
      : wording.say('noCurrentAnswersText', formats.whole(windowDays));
    return noticeView(
      'speech',
      wording.say(never ? 'noAnswersTitle' : 'noCurrentAnswersTitle'),
      silent ? `${text} ${wording.count('silentCount', silent)}` : text,
    );
  }

  private renderReading(
    reading: Exclude<Reading, { kind: 'none' }>,
    relationship: Relationship,
  ): TemplateResult {
    const { wording } = this;
    const { answers } = relationship;
    const voices = voicesOf(relationship);
    switch (reading.kind) {
      case 'score':
        return html`${this.renderScore(reading, answers)}
        ${this.renderVoices(wording.say('voices'), '', voices)}`;
      case 'people':
        return html`${this.renderVoices(wording.count('answerCount', answers), wording.say('tooFewText'), voices, true)}
        ${this.renderScore(reading, answers)}`;
      case 'oneVoice':
      case 'incomplete':
        return this.renderVoices(
          wording.say(`${reading.kind}Title`),
          wording.say(`${reading.kind}Text`),
          voices,
          reading.kind === 'oneVoice',
        );
    }
  }

  private renderScore(reading: ScoreReading & { kind: 'score' | 'people' }, answers: number): TemplateResult {
    const { wording, formats } = this;
    const quiet = reading.kind === 'people';
    return html`<section .className=${quiet ? 'quiet' : ''}>
      <h3>${wording.say('relationshipNps')}</h3>
      <div class="headline">
        <p .className=${`score ${quiet ? 'quiet' : reading.side}`}>${formats.score(reading.score)}</p>
        <div>
          <p class="range">
            ${wording.say('interval', formats.whole(reading.lower), formats.whole(reading.upper))}
          </p>
          <p>${wording.count('answerCount', answers)}</p>
        </div>
      </div>
      ${draw(intervalDrawing(reading, quiet))}
      <p class="axis" aria-hidden="true">
        <span>${formats.whole(-100)}</span><span>0</span><span>${formats.score(100)}</span>
      </p>
    </section>`;
  }

  /** Who has spoken and who is silent: as bars, or as people where they are few. */
  private renderVoices(title: string, text: string, voices: VoiceCount[], asPeople = false): TemplateResult {
    const { wording, formats } = this;
    const most = Math.max(...voices.map(({ count }) => count));
    return html`<section>
      <h3 .className=${asPeople ? 'people-title' : ''}>${title}</h3>
      <p>${text}</p>
      <ul class="voices">
        ${voices
          .filter(({ count }) => count > 0 || !asPeople)
          .map(
            ({ kind, count }) =>
              html`<li>
                <span>${wording.say(kind)}</span>
                <strong>${formats.whole(count)}</strong>
                ${
                  asPeople
                    ? this.renderPeople(kind, count)
                    : html`<span
                        .className=${`length ${kind}`}
                        .style=${`width:${(100 * count) / most}%`}
                      ></span>`
                }
              </li>`,
          )}
      </ul>
    </section>`;
  }

  private renderPeople(kind: VoiceKind, count: number): TemplateResult {
    const { figures, more } = figuresFor(count);
    return html`<div class="people">
      ${Array.from({ length: figures }, () => draw(personDrawing(kind)))}
      ${more ? html`<span aria-hidden="true">+${this.formats.whole(more)}</span>` : nothing}
    </div>`;
  }

  /** How a score was made and how old the numbers are: method and window belong to every score. */
  private renderFacts({ windowDays, lastAnswer, scoredAt }: Relationship, scored: boolean): TemplateResult {
    const { wording, formats } = this;
    const days = staleDays(scoredAt, this.now);
    const facts = [
      ...(scored ? [wording.say('methodAlike'), wording.say('intervalMethod')] : []),
      wording.say('windowDays', formats.whole(windowDays)),
      ...(lastAnswer ? [wording.say('lastAnswer', formats.day(lastAnswer))] : []),
      ...(scoredAt && !days ? [wording.say('computed', formats.day(scoredAt))] : []),
    ];
    return html`<ul class="facts">
      ${facts.map((fact) => html`<li>${fact}</li>`)}
      ${days ? html`<li class="stale">${wording.count('computedDaysAgo', days)}</li>` : nothing}
    </ul>`;
  }
}
