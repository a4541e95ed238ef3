import { expect } from 'chai';
import type { Invitation } from '../../src/feedback/invitation.ts';
import { invitationRecord } from '../../src/salesforce/records.ts';

describe('an invitation as a record of the org', () => {
  const place = { accountId: '001', contactId: '003', surveyId: 'a00', category: 'Promoter' as const };
  const invitation: Invitation = {
    externalId: 'invitation:1',
    survey: 'relationship-2026',
    respondent: { email: 'anna@customer.example' },
    status: 'Sent',
    channel: 'Email',
    reason: 'Decides on the frame contract',
  };

  it('says why its person was selected', () => {
    expect(invitationRecord(invitation, place)).to.include({
      Selected_Because__c: 'Decides on the frame contract',
      Reason__c: null,
    });
  });

  it('or, where the person was left out, why that', () => {
    const leftOut = { ...invitation, status: 'Left Out' as const, reason: 'Asked six weeks ago' };
    expect(invitationRecord(leftOut, place)).to.include({
      Selected_Because__c: null,
      Reason__c: 'Asked six weeks ago',
    });
  });

  it('without a reason empties both', () => {
    expect(invitationRecord({ ...invitation, reason: undefined }, place)).to.include({
      Selected_Because__c: null,
      Reason__c: null,
    });
  });
});
