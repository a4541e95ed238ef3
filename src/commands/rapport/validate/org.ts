import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { productVersion, projectRoot } from '../../../command-line/project-root.ts';
import { SetupCommand } from '../../../command-line/setup-command.ts';
import type { Finding } from '../../../installation/finding.ts';
import { componentTypes } from '../../../installation/package-contents.ts';
import { validateOrg } from '../../../installation/validate-org.ts';
import { SalesforceOrg } from '../../../salesforce/org.ts';
import { OrgMetadata } from '../../../salesforce/org-metadata.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.validate.org');

/** A finding in words. */
export type ToldFinding = Finding & {
  message: string;
  /** What to do; absent where all is well. */
  advice?: string;
};

/** What `--json` gives. */
export interface ValidateOrgResult {
  /** Whether Rapport works in the org as it should; warnings allowed. */
  valid: boolean;
  findings: ToldFinding[];
}

/** `sf rapport validate org`: checks an installation point by point, and says what to do. */
export default class ValidateOrg extends SetupCommand<ValidateOrgResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');

  public static override readonly flags = {
    'target-org': Flags.requiredOrg(),
    contacts: Flags.integer({
      summary: messages.getMessage('flags.contacts.summary'),
      description: messages.getMessage('flags.contacts.description'),
      min: 0,
    }),
    waves: Flags.integer({ summary: messages.getMessage('flags.waves.summary'), default: 2, min: 0 }),
    'response-rate': Flags.integer({
      summary: messages.getMessage('flags.response-rate.summary'),
      default: 40,
      min: 0,
      max: 100,
    }),
    questions: Flags.integer({
      summary: messages.getMessage('flags.questions.summary'),
      default: 5,
      min: 0,
    }),
    years: Flags.integer({ summary: messages.getMessage('flags.years.summary'), default: 3, min: 1 }),
  };

  public async run(): Promise<ValidateOrgResult> {
    const { flags } = await this.parse(ValidateOrg);
    const connection = flags['target-org'].getConnection();
    this.spinner.start(messages.getMessage('checking', [connection.instanceUrl]));
    const findings = await validateOrg({
      // asked by a person: her calls are what a sync leaves calls for
      org: new SalesforceOrg(connection, { floorShare: 0 }),
      metadata: new OrgMetadata(connection),
      projectRoot,
      version: productVersion(),
      programme: {
        contacts: flags.contacts,
        wavesPerYear: flags.waves,
        responseRate: flags['response-rate'] / 100,
        questions: flags.questions,
        years: flags.years,
      },
      onCheck: (check) => {
        this.spinner.status = messages.getMessage(`check.${check}`);
      },
    });
    this.spinner.stop();
    const result = {
      valid: findings.every(({ status }) => status !== 'failed'),
      findings: findings.map(tell),
    };
    this.#print(findings);
    if (!result.valid) process.exitCode = 1;
    return result;
  }

  #print(findings: readonly Finding[]): void {
    const rows = withoutAbsentTypes(findings);
    this.table({
      data: rows.map((finding) => ({
        check: messages.getMessage(`check.${finding.check}`),
        status: messages.getMessage(`status.${finding.code === notChecked ? notChecked : finding.status}`),
        message: messageOf(finding, shortened),
      })),
      columns: [
        { key: 'check', name: messages.getMessage('column.check') },
        { key: 'status', name: messages.getMessage('column.status') },
        { key: 'message', name: messages.getMessage('column.message') },
      ],
      overflow: 'wrap',
    });
    const steps = new Set(rows.flatMap((finding) => adviceOf(finding) ?? []));
    if (steps.size > 0) this.log(messages.getMessage('steps'));
    for (const step of steps) this.log(`- ${onItsOwnLine(step)}`);
    if (steps.size > 0) this.log();
    this.log(messages.getMessage(`result.${resultOf(rows)}`));
  }
}

/** Marks what the org did not let be checked. */
const notChecked = 'notChecked';

function tell(finding: Finding): ToldFinding {
  const message = messageOf(finding, (names) => names);
  const advice = adviceOf(finding);
  return advice === undefined ? { ...finding, message } : { ...finding, message, advice };
}

/** Codes whose second or only value is a list of names, and its place. */
const lists: Partial<Record<string, number>> = { componentsMissing: 1, defaultsMissing: 0 };

function messageOf({ code, values }: Finding, listed: (names: string) => string): string {
  const told = values.map((value, place) => {
    if (typeof value === 'number') return value.toLocaleString('en-US');
    return place === lists[code] ? listed(value) : value;
  });
  return messages.getMessage(`finding.${code}`, told);
}

function adviceOf({ status, code, values }: Finding): string | undefined {
  if (status === 'ok') return undefined;
  const key = code === 'permissionSetUnused' && status === 'failed' ? 'integrationUnassigned' : code;
  return messages.getMessage(`advice.${key}`, values);
}

const mostNames = 3;

/** The first names of a list, and how many more there are: the table has room for few. `--json` has them all. */
function shortened(names: string): string {
  const all = names.split(', ');
  if (all.length <= mostNames + 1) return names;
  const first = all.slice(0, mostNames).join(', ');
  return messages.getMessage('more', [first, all.length - mostNames]);
}

/** An org without any component of the package is said to have none, and not told of type by type. */
function withoutAbsentTypes(findings: readonly Finding[]): Finding[] {
  const isAbsent = ({ code, values: [, , missing, expected] }: Finding): boolean =>
    code === 'componentsMissing' && missing === expected;
  const absent = findings.filter(isAbsent);
  if (absent.length < componentTypes.length) return [...findings];
  const count = absent.reduce((sum, { values }) => sum + Number(values[3]), 0);
  return [
    { check: 'components', status: 'failed', code: 'componentsAbsent', values: [count] },
    ...findings.filter((finding) => !isAbsent(finding)),
  ];
}

/** Puts a command onto a line of its own: to be copied as it is, whatever the width of the terminal. */
function onItsOwnLine(step: string): string {
  return step.replace(/: (sf .*)$/, ':\n    $1');
}

function resultOf(findings: readonly Finding[]): 'invalid' | 'notAllChecked' | 'validWithWarnings' | 'valid' {
  const failed = findings.filter(({ status }) => status === 'failed');
  if (failed.some(({ code }) => code !== notChecked)) return 'invalid';
  if (failed.length > 0) return 'notAllChecked';
  return findings.some(({ status }) => status === 'warning') ? 'validWithWarnings' : 'valid';
}
