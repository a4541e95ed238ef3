import { relationshipSurveyTypes } from '../feedback/survey.ts';
import { queryInParts } from './find.ts';
import { dateOf } from './find-last-feedback.ts';
import type { Queries } from './joined-queries.ts';
import { soql } from './soql.ts';

/** What one query has found, each row with the account that it belongs to. */
export interface FoundAnswer {
  accountId: string;
  id: string;
  surveyId?: string;
  /** Of a person who was erased: the random key by which her answers still belong together. */
  contactId?: string;
  /** `Contact.Feedback_Role__c` today. */
  contactRole?: string;
  influence?: number;
  /** The part that the person played when answering. */
  roleThen?: string;
  score: number;
  respondedAt: Date;
  /** Whether it is marked as one that counts now. */
  isCurrent: boolean;
  /** Whether it may count at all: verified, of a relationship survey, and no conversation. */
  counts: boolean;
}

export interface FoundSampleLine {
  accountId: string;
  surveyId: string;
  frozenAt?: Date;
  contactId: string;
  contactRole?: string;
  status: string;
  sentAt?: Date;
}

export interface FoundDealRole {
  accountId: string;
  dealId: string;
  contactId: string;
  role?: string;
}

export interface FoundOpenAction {
  accountId: string;
  isLate: boolean;
}

/**
 * The answers of these accounts that were given after a time and make up scores, and every other one that is marked as
 * current, so that the mark can be taken away. Conversations that an employee wrote down are feedback, and no part of the
 * score; answers that the bot filter set aside stay out.
 */
export async function findAnswers(
  org: Queries,
  accountIds: Iterable<string>,
  after: Date,
): Promise<FoundAnswer[]> {
  interface Row {
    Id: string;
    Account__c: string;
    Contact__c: string | null;
    Respondent_Key__c: string | null;
    Contact__r: { Feedback_Role__c: string | null; Feedback_Influence__c: number | null } | null;
    Respondent_Role__c: string | null;
    Score__c: number | null;
    Responded_At__c: string;
    Channel__c: string | null;
    Is_Verified__c: boolean;
    Is_Current__c: boolean;
    Survey__c: string | null;
    Survey__r: { Type__c: string } | null;
  }
  const rows = await queryInParts<Row>(
    org,
    accountIds,
    (part) => soql`SELECT Id, Account__c, Contact__c, Respondent_Key__c, Contact__r.Feedback_Role__c,
        Contact__r.Feedback_Influence__c, Respondent_Role__c, Score__c, Responded_At__c, Channel__c,
        Is_Verified__c, Is_Current__c, Survey__c, Survey__r.Type__c
      FROM Feedback_Response__c
      WHERE Account__c IN ${part} AND (Is_Current__c = true OR (Responded_At__c > ${after}
        AND Survey__r.Type__c IN ${relationshipSurveyTypes} AND Channel__c != 'Conversation'
        AND Is_Verified__c = true))`,
  );
  const types: readonly string[] = relationshipSurveyTypes;
  const found: FoundAnswer[] = [];
  for (const row of rows) {
    // without a score it can be no more than a conversation
    if (row.Score__c === null) continue;
    found.push({
      accountId: row.Account__c,
      id: row.Id,
      surveyId: row.Survey__c ?? undefined,
      contactId: row.Contact__c ?? row.Respondent_Key__c ?? undefined,
      contactRole: row.Contact__r?.Feedback_Role__c ?? undefined,
      influence: row.Contact__r?.Feedback_Influence__c ?? undefined,
      roleThen: row.Respondent_Role__c ?? undefined,
      score: row.Score__c,
      respondedAt: new Date(row.Responded_At__c),
      isCurrent: row.Is_Current__c,
      counts:
        row.Is_Verified__c &&
        row.Channel__c !== 'Conversation' &&
        types.includes(row.Survey__r?.Type__c ?? ''),
    });
  }
  return found;
}

/**
 * Who was asked on behalf of these accounts in relationship surveys, or stands in their samples: sent, or frozen, after a
 * time. Anonymous surveys are left out: nobody can tell who has not answered one.
 */
export async function findSampleLines(
  org: Queries,
  accountIds: Iterable<string>,
  after: Date,
): Promise<FoundSampleLine[]> {
  interface Row {
    Account__c: string;
    Contact__c: string;
    Contact__r: { Feedback_Role__c: string | null } | null;
    Survey__c: string;
    Survey__r: { Frozen_At__c: string | null } | null;
    Status__c: string;
    Sent_At__c: string | null;
  }
  const rows = await queryInParts<Row>(
    org,
    accountIds,
    (
      part,
    ) => soql`SELECT Account__c, Contact__c, Contact__r.Feedback_Role__c, Survey__c, Survey__r.Frozen_At__c,
        Status__c, Sent_At__c
      FROM Feedback_Invitation__c
      WHERE Account__c IN ${part} AND Contact__c != null AND Survey__r.Anonymous__c = false
        AND Survey__r.Type__c IN ${relationshipSurveyTypes}
        AND (Sent_At__c > ${after} OR Survey__r.Frozen_At__c > ${after})`,
  );
  return rows.map((row) => ({
    accountId: row.Account__c,
    surveyId: row.Survey__c,
    frozenAt: dateOf(row.Survey__r?.Frozen_At__c),
    contactId: row.Contact__c,
    contactRole: row.Contact__r?.Feedback_Role__c ?? undefined,
    status: row.Status__c,
    sentAt: dateOf(row.Sent_At__c),
  }));
}

/** Who plays which part in the open deals of these accounts. */
export async function findDealRoles(org: Queries, accountIds: Iterable<string>): Promise<FoundDealRole[]> {
  interface Row {
    OpportunityId: string;
    Opportunity: { AccountId: string };
    ContactId: string;
    Role: string | null;
  }
  const rows = await queryInParts<Row>(
    org,
    accountIds,
    (part) => soql`SELECT OpportunityId, Opportunity.AccountId, ContactId, Role FROM OpportunityContactRole
      WHERE Opportunity.AccountId IN ${part} AND Opportunity.IsClosed = false`,
  );
  return rows.map((row) => ({
    accountId: row.Opportunity.AccountId,
    dealId: row.OpportunityId,
    contactId: row.ContactId,
    role: row.Role ?? undefined,
  }));
}

/** The actions of these accounts' plans that are open or in progress. */
export async function findOpenActions(
  org: Queries,
  accountIds: Iterable<string>,
): Promise<FoundOpenAction[]> {
  interface Row {
    Action_Plan__r: { Account__c: string };
    Is_Late__c: boolean;
  }
  const rows = await queryInParts<Row>(
    org,
    accountIds,
    (part) => soql`SELECT Action_Plan__r.Account__c, Is_Late__c FROM Feedback_Action__c
      WHERE Action_Plan__r.Account__c IN ${part} AND Status__c IN ${['Open', 'In Progress']}`,
  );
  return rows.map((row) => ({ accountId: row.Action_Plan__r.Account__c, isLate: row.Is_Late__c }));
}
