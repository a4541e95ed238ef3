import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import locale from '@salesforce/i18n/locale';
import timeZone from '@salesforce/i18n/timeZone';
import { elementsAreDefined } from 'c/rapportElements';
import { wordsOf } from 'c/rapportErrors';
import { elementLabels, title } from './labels';

/** For how many days an answer counts: the setting of the sync that writes the numbers. */
const windowDays = 365;

/** Without one of these nothing can be said of a score: whoever may not see them may not see scores. */
const neededFields = [
  'Feedback_NPS__c',
  'Feedback_NPS_Lower__c',
  'Feedback_NPS_Upper__c',
  'Feedback_Answers__c',
  'Feedback_Scored_At__c',
];

/**
 * The relationship with an account, on its record page: loads the account's numbers, and leaves drawing them to
 * Rapport's element, or to plain text where custom elements are blocked.
 */
export default class RapportRelationship extends LightningElement {
  /** Id of the account. */
  @api recordId;

  elementsAreDefined = elementsAreDefined;
  title = title;
  /** The last answer of the org, and of which account it speaks. */
  loaded;
  errors;
  now;
  isRetrying = false;
  refresh;

  // @optional: a field that the user may not see is left out instead of failing the query
  @wire(graphql, {
    query: gql`
      query relationship($recordId: ID) {
        uiapi {
          query {
            Account(where: { Id: { eq: $recordId } }, first: 1) {
              edges {
                node {
                  Id
                  Feedback_NPS__c @optional {
                    value
                  }
                  Feedback_NPS_Lower__c @optional {
                    value
                  }
                  Feedback_NPS_Upper__c @optional {
                    value
                  }
                  Feedback_Answers__c @optional {
                    value
                  }
                  Feedback_Promoters__c @optional {
                    value
                  }
                  Feedback_Passives__c @optional {
                    value
                  }
                  Feedback_Detractors__c @optional {
                    value
                  }
                  Feedback_Silent__c @optional {
                    value
                  }
                  Feedback_Last_Answer__c @optional {
                    value
                  }
                  Feedback_Scored_At__c @optional {
                    value
                  }
                }
              }
            }
          }
        }
      }
    `,
    variables: '$variables',
  })
  receive({ data, errors, refresh }) {
    this.refresh = refresh ?? this.refresh;
    this.errors = errors?.length ? errors : undefined;
    this.now = new Date().toISOString();
    const accounts = data?.uiapi?.query?.Account;
    if (accounts) this.loaded = { recordId: this.recordId, account: accounts.edges[0]?.node };
  }

  get variables() {
    return { recordId: this.recordId };
  }

  get state() {
    if (this.isRetrying) return 'loading';
    if (this.loaded?.recordId === this.recordId) return this.relationship ? 'ready' : 'nopermission';
    return this.errors ? 'error' : 'loading';
  }

  get relationship() {
    const account = this.loaded?.account;
    if (!account || neededFields.some((name) => !account[name])) return undefined;
    const value = (name) => account[`Feedback_${name}__c`]?.value ?? undefined;
    return {
      score: value('NPS'),
      lower: value('NPS_Lower'),
      upper: value('NPS_Upper'),
      answers: value('Answers') ?? 0,
      promoters: value('Promoters') ?? 0,
      passives: value('Passives') ?? 0,
      detractors: value('Detractors') ?? 0,
      silent: value('Silent'),
      lastAnswer: value('Last_Answer'),
      scoredAt: value('Scored_At'),
      windowDays,
    };
  }

  /** What the element shows; the plain component takes the same. */
  get shown() {
    const { state, relationship, now } = this;
    const message = wordsOf(this.errors);
    return { state, relationship, message, labels: elementLabels, locale, timeZone, now };
  }

  /** Loads once more what could not be loaded. */
  async handleRetry() {
    this.isRetrying = true;
    try {
      await this.refresh?.();
    } catch (error) {
      this.errors = [error];
    } finally {
      this.isRetrying = false;
    }
  }
}
