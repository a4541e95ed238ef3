import tryAgain from '@salesforce/label/c.Feedback_Try_Again';
import orgMessage from '@salesforce/label/c.Feedback_Org_Message';
import relationshipLoading from '@salesforce/label/c.Feedback_Relationship_Loading';
import relationshipNps from '@salesforce/label/c.Feedback_Relationship_NPS';
import interval from '@salesforce/label/c.Feedback_Interval';
import answerCountOne from '@salesforce/label/c.Feedback_Answer_Count_One';
import answerCountMany from '@salesforce/label/c.Feedback_Answer_Count_Many';
import voices from '@salesforce/label/c.Feedback_Voices';
import promoters from '@salesforce/label/c.Feedback_Promoters';
import passives from '@salesforce/label/c.Feedback_Passives';
import detractors from '@salesforce/label/c.Feedback_Detractors';
import silent from '@salesforce/label/c.Feedback_Silent';
import tooFewText from '@salesforce/label/c.Feedback_Too_Few_Text';
import oneVoiceTitle from '@salesforce/label/c.Feedback_One_Voice_Title';
import oneVoiceText from '@salesforce/label/c.Feedback_One_Voice_Text';
import noAnswersTitle from '@salesforce/label/c.Feedback_No_Answers_Title';
import noAnswersText from '@salesforce/label/c.Feedback_No_Answers_Text';
import noCurrentAnswersTitle from '@salesforce/label/c.Feedback_No_Current_Answers_Title';
import noCurrentAnswersText from '@salesforce/label/c.Feedback_No_Current_Answers_Text';
import silentCountOne from '@salesforce/label/c.Feedback_Silent_Count_One';
import silentCountMany from '@salesforce/label/c.Feedback_Silent_Count_Many';
import incompleteTitle from '@salesforce/label/c.Feedback_Incomplete_Title';
import incompleteText from '@salesforce/label/c.Feedback_Incomplete_Text';
import methodAlike from '@salesforce/label/c.Feedback_Method_Alike';
import intervalMethod from '@salesforce/label/c.Feedback_Interval_Method';
import windowDays from '@salesforce/label/c.Feedback_Window_Days';
import lastAnswer from '@salesforce/label/c.Feedback_Last_Answer';
import computed from '@salesforce/label/c.Feedback_Computed';
import computedDaysAgoOne from '@salesforce/label/c.Feedback_Computed_Days_Ago_One';
import computedDaysAgoMany from '@salesforce/label/c.Feedback_Computed_Days_Ago_Many';
import relationshipNoAccountTitle from '@salesforce/label/c.Feedback_Relationship_No_Account_Title';
import relationshipNoAccountText from '@salesforce/label/c.Feedback_Relationship_No_Account_Text';
import relationshipNoPermissionTitle from '@salesforce/label/c.Feedback_Relationship_No_Permission_Title';
import relationshipNoPermissionText from '@salesforce/label/c.Feedback_Relationship_No_Permission_Text';
import relationshipErrorTitle from '@salesforce/label/c.Feedback_Relationship_Error_Title';
import relationshipErrorText from '@salesforce/label/c.Feedback_Relationship_Error_Text';
import title from '@salesforce/label/c.Feedback_Relationship_Title';

/** The title of the card. */
export { title };

/** The texts of the relationship card, by the keys of the element (src/elements/labels.ts). */
export const elementLabels = {
  tryAgain,
  orgMessage,
  relationshipLoading,
  relationshipNps,
  interval,
  answerCountOne,
  answerCountMany,
  voices,
  promoters,
  passives,
  detractors,
  silent,
  tooFewText,
  oneVoiceTitle,
  oneVoiceText,
  noAnswersTitle,
  noAnswersText,
  noCurrentAnswersTitle,
  noCurrentAnswersText,
  silentCountOne,
  silentCountMany,
  incompleteTitle,
  incompleteText,
  methodAlike,
  intervalMethod,
  windowDays,
  lastAnswer,
  computed,
  computedDaysAgoOne,
  computedDaysAgoMany,
  relationshipNoAccountTitle,
  relationshipNoAccountText,
  relationshipNoPermissionTitle,
  relationshipNoPermissionText,
  relationshipErrorTitle,
  relationshipErrorText,
};
