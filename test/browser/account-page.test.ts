import { describeAccessibility } from './accessibility.ts';
import { describeCompletion } from './completion.ts';
import { describeFaults } from './faults.ts';
import { describeKeyboard } from './keyboard.ts';
import { describeNumbers } from './numbers.ts';
import { describeOtherRecords } from './other-records.ts';
import { describeRights } from './rights.ts';
import { useStage } from './stage.ts';
import { describeStrictOrg } from './strict-org.ts';

describe('the account page in a browser', () => {
  const stage = useStage();
  describeNumbers(stage);
  describeOtherRecords(stage);
  describeCompletion(stage);
  describeFaults(stage);
  describeRights(stage);
  describeStrictOrg(stage);
  describeKeyboard(stage);
  describeAccessibility(stage);
});
