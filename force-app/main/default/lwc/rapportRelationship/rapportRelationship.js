import { wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import locale from '@salesforce/i18n/locale';
import timeZone from '@salesforce/i18n/timeZone';
import RapportAccountCard from 'c/rapportAccountCard';
import { elementLabels, title } from './labels';

/** For how many days an answer counts, where the sync has not written it yet. */
const usualWindowDays = 365;

/** Without one of these nothing can be said of a score: whoever may not see them may not see scores. */
const neededFields = [
  'Feedback_NPS__c',
  'Feedback_NPS_Lower__c',
  'Feedback_NPS_Upper__c',
  'Feedback_Answers__c',
  'Feedback_Scored_At__c',
];

// @optional: a field that the user may not see is left out instead of failing the query
const relationshipOfAccount = gql`
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
              Feedback_Window_Days__c @optional {
                value
              }
            }
          }
        }
      }
    }
  }
`;

/**
 * The relationship with an account, on its record page and on those of its contacts, opportunities, cases and plans:
 * loads the account's numbers, and leaves drawing them to Rapport's element, or to plain text where custom elements are
 * blocked.
 */
export default class RapportRelationship extends RapportAccountCard {
  title = title;
  contentQuery = relationshipOfAccount;

  @wire(graphql, { query: '$query', variables: '$variables' })
  receiveRelationship(answer) {
    this.receiveContent(answer);
    const accounts = answer.data?.uiapi?.query?.Account;
    if (accounts) this.loaded = { accountId: this.accountId, account: accounts.edges[0]?.node };
  }

  get hasContent() {
    return Boolean(this.relationship);
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
      windowDays: value('Window_Days') ?? usualWindowDays,
    };
  }

  /** What the element shows; the plain component takes the same. */
  get shown() {
    const { state, relationship, message, now } = this;
    return { state, relationship, message, labels: elementLabels, locale, timeZone, now };
  }
}
