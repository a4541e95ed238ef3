import { executeMutation, gql } from 'lightning/graphql';

/** The open actions of an account, the earliest due first; not there at all for a user who may not see actions. */
export const openActions = gql`
  query openActions($recordId: ID) {
    uiapi {
      query {
        Feedback_Action__c(
          where: {
            and: [
              { Action_Plan__r: { Account__c: { eq: $recordId } } }
              { Status__c: { in: ["Open", "In Progress"] } }
            ]
          }
          orderBy: { Due_On__c: { order: ASC, nulls: LAST } }
          first: 200
        ) @optional {
          edges {
            node {
              Id
              Name {
                value
              }
              Status__c {
                value
              }
              Due_On__c @optional {
                value
              }
              Is_Late__c @optional {
                value
              }
              Assignee__r @optional {
                Name {
                  value
                }
              }
              Action_Plan__r {
                Id
                Name {
                  value
                }
              }
            }
          }
          totalCount
        }
      }
    }
  }
`;

/** Whether the user may change the status of actions. */
export const actionRights = gql`
  query actionRights {
    uiapi {
      objectInfos(apiNames: ["Feedback_Action__c"]) {
        updateable
        fields {
          ApiName
          updateable
        }
      }
    }
  }
`;

const completion = gql`
  mutation completeAction($input: Feedback_Action__cUpdateInput!) {
    uiapi {
      Feedback_Action__cUpdate(input: $input) {
        Record {
          Id
        }
      }
    }
  }
`;

/**
 * Marks an action done.
 *
 * @param id of the action
 * @param now when it was done
 * @returns the answer of the org, with `errors` when it refused; rejected when the org could not be reached
 */
export function markDone(id, now) {
  const change = { Status__c: 'Done', Completed_At__c: now.toISOString() };
  return executeMutation({ query: completion, variables: { input: { Id: id, Feedback_Action__c: change } } });
}
