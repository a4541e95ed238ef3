import type { Rule } from './package.ts';
import {
  codeNamesWhatIsThere,
  componentsImportWhatIsThere,
  queriesNameWhatIsThere,
} from './rules/components.ts';
import { packageHoldsNoDefaults, recordsFitTheirType } from './rules/defaults.ts';
import { fieldsFitTheirType, objectsAreWhole } from './rules/field-types.ts';
import { lookupsLeadToObjects, picklistsAreRestricted, summariesGoOverDetails } from './rules/fields.ts';
import { formulasNameWhatIsThere, messagesStandBesideAField } from './rules/formulas.ts';
import {
  everythingIsSaidInFrench,
  frenchIsFrench,
  frenchIsOfSomething,
  objectsHaveAGender,
} from './rules/french.ts';
import { layoutsCanBeSaved, layoutsShowWhatIsThere } from './rules/layouts.ts';
import { objectsStayWithinLimits } from './rules/limits.ts';
import { headlinesShowFields, listViewsShowFields } from './rules/list-views.ts';
import { additionsHaveAPrefix, listsHaveOneName, namesAreShort, oneApiVersion } from './rules/names.ts';
import { optionalFeaturesAreNotNamed } from './rules/optional-features.ts';
import { appsLeadSomewhere, pagesHoldComponents } from './rules/pages.ts';
import {
  fieldPermissionsCanBeGiven,
  objectPermissionsHoldTogether,
  permissionSetsNameWhatIsThere,
} from './rules/permission-sets.ts';
import { quickActionsMakeRecords } from './rules/quick-actions.ts';
import {
  dashboardsShowReports,
  reportsShowWhatTheirTypeOffers,
  reportTypesOfferFields,
} from './rules/reports.ts';
import { elementsAreKnown } from './rules/shapes.ts';
import {
  detailsFollowTheirMaster,
  objectsSayWhoSharesThem,
  sharingRulesOpenRecords,
} from './rules/sharing.ts';
import { everythingIsExplained, textsAreShort } from './rules/texts.ts';

/** Every rule, by the sentence that it makes true of the package. */
export const rules: Readonly<Record<string, Rule>> = {
  'has only elements, values and types that Salesforce knows, and all that it requires': elementsAreKnown,
  'has fields with all that their type needs': fieldsFitTheirType,
  'has objects with all that an object needs': objectsAreWhole,
  'has lookups that lead to objects': lookupsLeadToObjects,
  'has picklists that refuse values the product does not know': picklistsAreRestricted,
  'has summaries over details': summariesGoOverDetails,
  'has formulas that name what is there': formulasNameWhatIsThere,
  'shows validation messages beside fields': messagesStandBesideAField,
  'has list views of fields and values that are there': listViewsShowFields,
  'has compact layouts and search results of fields that are there': headlinesShowFields,
  'has page layouts of fields, lists and actions that are there': layoutsShowWhatIsThere,
  'has page layouts on which a record can be saved': layoutsCanBeSaved,
  'has quick actions that make records': quickActionsMakeRecords,
  'has Lightning pages of components that offer themselves': pagesHoldComponents,
  'has apps and tabs that lead somewhere': appsLeadSomewhere,
  'has Lightning components that import what is there': componentsImportWhatIsThere,
  'has Lightning components that name fields that are there': codeNamesWhatIsThere,
  'has GraphQL queries that name what is there': queriesNameWhatIsThere,
  'has report types of lists and fields that are there': reportTypesOfferFields,
  'has reports of columns that their type offers': reportsShowWhatTheirTypeOffers,
  'has dashboards of reports that are there': dashboardsShowReports,
  'has permission sets that name what is there': permissionSetsNameWhatIsThere,
  'gives field permissions only on fields that can have them': fieldPermissionsCanBeGiven,
  'gives object permissions with those that they need': objectPermissionsHoldTogether,
  'says of every object who shares it': objectsSayWhoSharesThem,
  'has details that follow their master': detailsFollowTheirMaster,
  'has sharing rules that can open records': sharingRulesOpenRecords,
  'explains everything, and every field to those who fill it in': everythingIsExplained,
  'says nothing at greater length than Salesforce takes': textsAreShort,
  'has API names of at most 40 characters': namesAreShort,
  'puts a prefix before all that it adds to standard objects': additionsHaveAPrefix,
  'calls no two lists of a parent the same': listsHaveOneName,
  'speaks one version of the API': oneApiVersion,
  'stays within the limits of an object': objectsStayWithinLimits,
  'names no feature that an org may lack': optionalFeaturesAreNotNamed,
  'holds nothing that an admin changes': packageHoldsNoDefaults,
  'has default records that fit their type': recordsFitTheirType,
  'says everything in French': everythingIsSaidInFrench,
  'says nothing in French that is not there': frenchIsOfSomething,
  'explains in French, not in English': frenchIsFrench,
  'knows the gender of its objects in French': objectsHaveAGender,
};
