/** Why something cannot be deployed. */
export interface DeployProblem {
  /** File inside the project, with forward slashes. */
  fileName: string;
  /** Metadata type, e.g. `CustomField`. */
  type: string;
  /** Full name, e.g. `Machine__c.Status__c`. */
  fullName: string;
  problem: string;
  /** Line in the file, from 1, where it is known. */
  lineNumber?: number;
}

/** A deploy that was refused as a whole; nothing of it is kept. */
export class DeployError extends Error {
  readonly problems: DeployProblem[];

  constructor(problems: DeployProblem[]) {
    const lines = problems.map(
      ({ fileName, fullName, problem }) => `  ${fileName} (${fullName}): ${problem}`,
    );
    super(`The local org refused the deploy, ${problems.length} problem(s):\n${lines.join('\n')}`);
    this.name = 'DeployError';
    this.problems = problems;
  }
}
