import type { ComponentOutcome } from '../metadata/deploy.ts';
import type { DeployProblem } from '../metadata/problems.ts';

/** What is known of a deploy before it is carried out. */
export interface DeployStart {
  /** `0Af…`, 18 characters. */
  id: string;
  checkOnly: boolean;
  createdBy: string;
  createdByName: string;
  /** ISO 8601, as all times here. */
  createdDate: string;
}

/**
 * One component in the result of a deploy. Texts that do not apply are left out.
 * Source: Metadata API Developer Guide, "DeployMessage".
 */
export interface DeployMessage {
  changed: boolean;
  componentType: string;
  created: boolean;
  createdDate: string;
  deleted: boolean;
  fileName: string;
  fullName: string;
  lineNumber?: number;
  problem?: string;
  problemType?: 'Error' | 'Warning';
  success: boolean;
}

/** The state of a deploy. Source: Metadata API Developer Guide, "DeployResult". */
export interface DeployStatus extends DeployStart {
  status: 'Pending' | 'InProgress' | 'Succeeded' | 'Failed';
  success: boolean;
  done: boolean;
  startDate?: string;
  completedDate?: string;
  lastModifiedDate: string;
  ignoreWarnings: boolean;
  rollbackOnError: boolean;
  runTestsEnabled: boolean;
  numberComponentErrors: number;
  numberComponentsDeployed: number;
  numberComponentsTotal: number;
  numberTestErrors: number;
  numberTestsCompleted: number;
  numberTestsTotal: number;
  errorStatusCode?: string;
  errorMessage?: string;
  details: {
    componentFailures: DeployMessage[];
    componentSuccesses: DeployMessage[];
    runTestResult: { numFailures: number; numTestsRun: number; totalTime: number };
  };
}

/** A deploy that waits or is under way. */
export function openStatus(start: DeployStart, startDate?: string): DeployStatus {
  return {
    ...start,
    status: startDate === undefined ? 'Pending' : 'InProgress',
    success: false,
    done: false,
    ...(startDate === undefined ? {} : { startDate }),
    lastModifiedDate: startDate ?? start.createdDate,
    ignoreWarnings: false,
    rollbackOnError: true,
    runTestsEnabled: false,
    numberComponentErrors: 0,
    numberComponentsDeployed: 0,
    numberComponentsTotal: 0,
    numberTestErrors: 0,
    numberTestsCompleted: 0,
    numberTestsTotal: 0,
    details: {
      componentFailures: [],
      componentSuccesses: [],
      runTestResult: { numFailures: 0, numTestsRun: 0, totalTime: 0 },
    },
  };
}

/** Settings are named by their own type in results: `SecuritySettings`. */
function typeInResults(type: string, fullName: string): string {
  return type === 'Settings' ? `${fullName}Settings` : type;
}

function successMessage(outcome: ComponentOutcome, at: string): DeployMessage {
  const { state, warning, fileName, fullName } = outcome;
  return {
    changed: state !== 'unchanged',
    componentType: typeInResults(outcome.type, fullName),
    created: state === 'created',
    createdDate: at,
    deleted: state === 'deleted',
    fileName,
    fullName,
    ...(warning === undefined ? {} : { problem: warning, problemType: 'Warning' as const }),
    success: true,
  };
}

function failureMessage(problem: DeployProblem, at: string): DeployMessage {
  const { type, fullName, fileName, lineNumber } = problem;
  return {
    changed: false,
    componentType: typeInResults(type, fullName),
    created: false,
    createdDate: at,
    deleted: false,
    fileName,
    fullName,
    ...(lineNumber === undefined ? {} : { lineNumber }),
    problem: problem.problem,
    problemType: 'Error',
    success: false,
  };
}

/** Parts of a translation that stand beside it in a project, and are no components of their own in Salesforce. */
const UNADDRESSED = 'CustomFieldTranslation';

/**
 * A deploy that has ended. As in Salesforce the components that would have been taken are listed too where others fail,
 * although nothing is kept.
 */
export function finishedStatus(
  start: DeployStart,
  times: { startDate: string; completedDate: string },
  { outcomes, problems }: { outcomes: ComponentOutcome[]; problems: DeployProblem[] },
): DeployStatus {
  const failed = new Set(problems.map(({ type, fullName }) => `${type}:${fullName}`));
  const taken = outcomes.filter(
    ({ type, fullName }) => type !== UNADDRESSED && !failed.has(`${type}:${fullName}`),
  );
  const { completedDate } = times;
  const manifest: DeployMessage = {
    ...successMessage(
      { type: '', fullName: 'package.xml', fileName: 'package.xml', state: 'changed' },
      completedDate,
    ),
  };
  const success = problems.length === 0;
  const base = openStatus(start, times.startDate);
  return {
    ...base,
    ...times,
    status: success ? 'Succeeded' : 'Failed',
    success,
    done: true,
    lastModifiedDate: completedDate,
    numberComponentErrors: failed.size,
    numberComponentsDeployed: taken.length,
    numberComponentsTotal: taken.length + failed.size,
    details: {
      ...base.details,
      componentFailures: problems.map((problem) => failureMessage(problem, completedDate)),
      componentSuccesses: [
        ...taken.map((outcome) => successMessage(outcome, completedDate)),
        ...(failed.has(':package.xml') ? [] : [manifest]),
      ],
    },
  };
}

/** A deploy that ended by a fault of the org itself. */
export function brokenStatus(
  start: DeployStart,
  times: { startDate: string; completedDate: string },
  errorMessage: string,
): DeployStatus {
  return {
    ...openStatus(start, times.startDate),
    ...times,
    status: 'Failed',
    done: true,
    lastModifiedDate: times.completedDate,
    errorStatusCode: 'UNKNOWN_EXCEPTION',
    errorMessage,
  };
}
