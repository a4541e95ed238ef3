import { makeField, makeObject, ownerField } from '../schema/builders.ts';
import type { ObjectDefinition } from '../schema/schema.ts';
import { OPPORTUNITY_STAGES } from './stages.ts';
import {
  checkbox,
  currency,
  derived,
  longText,
  lookup,
  number,
  picklist,
  restrictedPicklist,
  text,
} from './fields.ts';

/**
 * Opportunity: key prefix 006. `IsClosed`, `IsWon`, the fiscal fields and (unless given) probability and forecast
 * category follow from the stage and the close date.
 */
export const opportunity: ObjectDefinition = makeObject(
  'Opportunity',
  '006',
  [
    lookup('AccountId', 'Account', { children: 'Opportunities', onDelete: 'cascade' }),
    checkbox('IsPrivate', { label: 'Private' }),
    text('Name', 120, { required: true }),
    longText('Description', 32000),
    picklist(
      'StageName',
      OPPORTUNITY_STAGES.map((stage) => stage.name),
      { label: 'Stage', required: true },
    ),
    currency('Amount'),
    makeField('Probability', 'percent', { label: 'Probability (%)', precision: 3, scale: 0 }),
    derived(makeField('ExpectedRevenue', 'currency', { label: 'Expected Amount', precision: 18, scale: 2 })),
    makeField('CloseDate', 'date', { required: true }),
    picklist(
      'Type',
      [
        'Existing Customer - Upgrade',
        'Existing Customer - Replacement',
        'Existing Customer - Downgrade',
        'New Customer',
      ],
      { label: 'Opportunity Type' },
    ),
    text('NextStep', 255),
    picklist('LeadSource', ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other']),
    derived(checkbox('IsClosed', { label: 'Closed', permissionable: false })),
    derived(checkbox('IsWon', { label: 'Won', permissionable: false })),
    derived(
      picklist('ForecastCategory', ['Omitted', 'Pipeline', 'BestCase', 'MostLikely', 'Forecast', 'Closed'], {
        permissionable: false,
      }),
    ),
    picklist('ForecastCategoryName', ['Omitted', 'Pipeline', 'Best Case', 'Commit', 'Closed'], {
      label: 'Forecast Category',
      permissionable: false,
    }),
    derived(number('FiscalQuarter', 9, 0, { permissionable: false })),
    derived(number('FiscalYear', 9, 0, { permissionable: false })),
    derived(text('Fiscal', 6, { label: 'Fiscal Period', permissionable: false })),
    lookup('ContactId', 'Contact', { permissionable: false }),
    ownerField(['User']),
    derived(makeField('LastActivityDate', 'date', { permissionable: false, label: 'Last Activity' })),
  ],
  { labelPlural: 'Opportunities' },
);

/** OpportunityContactRole: key prefix 00K; who takes which part in a deal. */
export const opportunityContactRole: ObjectDefinition = makeObject(
  'OpportunityContactRole',
  '00K',
  [
    lookup('OpportunityId', 'Opportunity', {
      children: 'OpportunityContactRoles',
      onDelete: 'cascade',
      required: true,
      updateable: false,
    }),
    lookup('ContactId', 'Contact', {
      children: 'OpportunityContactRoles',
      onDelete: 'cascade',
      required: true,
    }),
    restrictedPicklist(
      'Role',
      [
        'Business User',
        'Decision Maker',
        'Economic Buyer',
        'Economic Decision Maker',
        'Evaluator',
        'Executive Sponsor',
        'Influencer',
        'Technical Buyer',
        'Other',
      ],
      { permissionable: false },
    ),
    checkbox('IsPrimary', { label: 'Primary', permissionable: false }),
  ],
  { label: 'Opportunity Contact Role', nameField: 'Id', sharingModel: 'ControlledByParent' },
);
