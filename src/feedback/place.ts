/** Where an answer or invitation belongs in the org, by record ids. */
export interface Place {
  accountId: string;
  contactId: string;
  surveyId: string;
  /** The invitation that is answered, where there is one. */
  invitationId?: string;
}
