import tryAgain from '@salesforce/label/c.Feedback_Try_Again';
import orgMessage from '@salesforce/label/c.Feedback_Org_Message';
import actionsLoading from '@salesforce/label/c.Feedback_Actions_Loading';
import late from '@salesforce/label/c.Feedback_Late';
import dueToday from '@salesforce/label/c.Feedback_Due_Today';
import later from '@salesforce/label/c.Feedback_Later';
import dueOn from '@salesforce/label/c.Feedback_Due_On';
import daysLateOne from '@salesforce/label/c.Feedback_Days_Late_One';
import daysLateMany from '@salesforce/label/c.Feedback_Days_Late_Many';
import noDueDate from '@salesforce/label/c.Feedback_No_Due_Date';
import inProgress from '@salesforce/label/c.Feedback_In_Progress';
import notAssigned from '@salesforce/label/c.Feedback_Not_Assigned';
import plan from '@salesforce/label/c.Feedback_Plan';
import markDone from '@salesforce/label/c.Feedback_Mark_Done';
import markDoneNamed from '@salesforce/label/c.Feedback_Mark_Done_Named';
import saving from '@salesforce/label/c.Feedback_Saving';
import saved from '@salesforce/label/c.Feedback_Saved';
import notSaved from '@salesforce/label/c.Feedback_Not_Saved';
import notSavedNamed from '@salesforce/label/c.Feedback_Not_Saved_Named';
import showAll from '@salesforce/label/c.Feedback_Show_All';
import showFewer from '@salesforce/label/c.Feedback_Show_Fewer';
import firstOfTotal from '@salesforce/label/c.Feedback_First_Of_Total';
import noActionsTitle from '@salesforce/label/c.Feedback_No_Actions_Title';
import noActionsText from '@salesforce/label/c.Feedback_No_Actions_Text';
import actionsNoAccountTitle from '@salesforce/label/c.Feedback_Actions_No_Account_Title';
import actionsNoAccountText from '@salesforce/label/c.Feedback_Actions_No_Account_Text';
import actionsNoPermissionTitle from '@salesforce/label/c.Feedback_Actions_No_Permission_Title';
import actionsNoPermissionText from '@salesforce/label/c.Feedback_Actions_No_Permission_Text';
import actionsErrorTitle from '@salesforce/label/c.Feedback_Actions_Error_Title';
import actionsErrorText from '@salesforce/label/c.Feedback_Actions_Error_Text';
import title from '@salesforce/label/c.Feedback_Open_Actions_Title';

/** The title of the card. */
export { title };

/** The texts of the list of open actions, by the keys of the element (src/elements/labels.ts). */
export const elementLabels = {
  tryAgain,
  orgMessage,
  actionsLoading,
  late,
  dueToday,
  later,
  dueOn,
  daysLateOne,
  daysLateMany,
  noDueDate,
  inProgress,
  notAssigned,
  plan,
  markDone,
  markDoneNamed,
  saving,
  saved,
  notSaved,
  notSavedNamed,
  showAll,
  showFewer,
  firstOfTotal,
  noActionsTitle,
  noActionsText,
  actionsNoAccountTitle,
  actionsNoAccountText,
  actionsNoPermissionTitle,
  actionsNoPermissionText,
  actionsErrorTitle,
  actionsErrorText,
};
