import { gql } from 'lightning/graphql';

/*
 * Which account a record belongs to, by the object of the record. Each query is written out in full: Salesforce reads
 * the names in it, and cannot where they are put together. The aliases make the answers alike.
 */

const contact = gql`
  query accountOfContact($recordId: ID) {
    uiapi {
      query {
        record: Contact(where: { Id: { eq: $recordId } }, first: 1) {
          edges {
            node {
              Id
              accountId: AccountId @optional {
                value
              }
              account: Account @optional {
                Name @optional {
                  value
                }
              }
            }
          }
        }
      }
    }
  }
`;

const opportunity = gql`
  query accountOfOpportunity($recordId: ID) {
    uiapi {
      query {
        record: Opportunity(where: { Id: { eq: $recordId } }, first: 1) {
          edges {
            node {
              Id
              accountId: AccountId @optional {
                value
              }
              account: Account @optional {
                Name @optional {
                  value
                }
              }
            }
          }
        }
      }
    }
  }
`;

const caseOfCustomer = gql`
  query accountOfCase($recordId: ID) {
    uiapi {
      query {
        record: Case(where: { Id: { eq: $recordId } }, first: 1) {
          edges {
            node {
              Id
              accountId: AccountId @optional {
                value
              }
              account: Account @optional {
                Name @optional {
                  value
                }
              }
            }
          }
        }
      }
    }
  }
`;

const actionPlan = gql`
  query accountOfActionPlan($recordId: ID) {
    uiapi {
      query {
        record: Feedback_Action_Plan__c(where: { Id: { eq: $recordId } }, first: 1) {
          edges {
            node {
              Id
              accountId: Account__c @optional {
                value
              }
              account: Account__r @optional {
                Name @optional {
                  value
                }
              }
            }
          }
        }
      }
    }
  }
`;

/** The query for a record's account, by the object of the record; none for an account, which needs no question. */
export const accountQueries = {
  Contact: contact,
  Opportunity: opportunity,
  Case: caseOfCustomer,
  Feedback_Action_Plan__c: actionPlan,
};
