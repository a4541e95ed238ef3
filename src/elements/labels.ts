/**
 * The texts that the elements show, by key. The elements carry no text of their own: whoever places them hands the
 * texts in (in an org they are custom labels). {0} and {1} stand for numbers, dates and names. Of a pair …One / …Many
 * the language's own plural rule takes one: 0 is many in English, one in French.
 */
export const labelKeys = [
  'tryAgain',
  'orgMessage',

  'relationshipLoading',
  'relationshipNps',
  'interval',
  'answerCountOne',
  'answerCountMany',
  'voices',
  'promoters',
  'passives',
  'detractors',
  'silent',
  'tooFewText',
  'oneVoiceTitle',
  'oneVoiceText',
  'noAnswersTitle',
  'noAnswersText',
  'noCurrentAnswersTitle',
  'noCurrentAnswersText',
  'silentCountOne',
  'silentCountMany',
  'incompleteTitle',
  'incompleteText',
  'methodAlike',
  'intervalMethod',
  'windowDays',
  'lastAnswer',
  'computed',
  'computedDaysAgoOne',
  'computedDaysAgoMany',
  'relationshipNoAccountTitle',
  'relationshipNoAccountText',
  'relationshipNoPermissionTitle',
  'relationshipNoPermissionText',
  'relationshipErrorTitle',
  'relationshipErrorText',

  'actionsLoading',
  'late',
  'dueToday',
  'later',
  'dueOn',
  'daysLateOne',
  'daysLateMany',
  'noDueDate',
  'inProgress',
  'notAssigned',
  'plan',
  'markDone',
  'markDoneNamed',
  'saving',
  'saved',
  'notSaved',
  'notSavedNamed',
  'showAll',
  'showFewer',
  'firstOfTotal',
  'noActionsTitle',
  'noActionsText',
  'actionsNoAccountTitle',
  'actionsNoAccountText',
  'actionsNoPermissionTitle',
  'actionsNoPermissionText',
  'actionsErrorTitle',
  'actionsErrorText',
] as const;

/** The key of a text of the elements. */
export type LabelKey = (typeof labelKeys)[number];

/** A key that has a form for one and a form for many. */
export type CountedKey = LabelKey extends infer Key ? (Key extends `${infer Stem}One` ? Stem : never) : never;

/** The texts as they are handed in; a text that is missing shows as nothing. */
export type Labels = Readonly<Partial<Record<LabelKey, string>>>;
