import { join } from 'node:path';
import { Messages } from '@salesforce/core';
import type { Org } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { stateFolder } from '../../../command-line/flags.ts';
import { projectRoot } from '../../../command-line/project-root.ts';
import { RapportCommand } from '../../../command-line/rapport-command.ts';
import { startPreview } from '../../../preview/start-preview.ts';
import type { Preview } from '../../../preview/start-preview.ts';
import { viewerOf } from '../../../preview/viewer.ts';
import type { UserInfo } from '../../../preview/viewer.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.start.preview');

/** What `--json` gives once the preview is up. */
export interface StartPreviewResult {
  pageUrl: string;
  orgUrl: string;
  username: string;
}

/** `sf rapport start preview`: the accounts' pages on any org, as the user who is logged in, until Ctrl-C. */
export default class StartPreview extends RapportCommand<StartPreviewResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');

  public static override readonly flags = {
    'target-org': Flags.requiredOrg(),
    port: Flags.integer({
      char: 'p',
      summary: messages.getMessage('flags.port.summary'),
      description: messages.getMessage('flags.port.description'),
      default: 7702,
      min: 1,
      max: 65_535,
    }),
  };

  #preview: Preview | undefined;

  public async run(): Promise<StartPreviewResult> {
    const { flags } = await this.parse(StartPreview);
    const org = flags['target-org'];
    this.log(messages.getMessage('step.login'));
    const accessTokenFor = tokensOf(org);
    const connection = org.getConnection();
    const orgUrl = connection.instanceUrl;
    const info = await connection
      .request<UserInfo>(`${orgUrl}/services/oauth2/userinfo`)
      .catch((error: Error) => Promise.reject(messages.createError('orgRefused', [orgUrl, error.message])));
    const viewer = viewerOf(info, orgUrl);
    this.log(messages.getMessage('step.page'));
    this.#preview = await startPreview({
      orgUrl,
      users: [viewer],
      accessTokenFor,
      port: flags.port,
      clock: () => new Date(),
      components: {
        projectRoot,
        cacheDirectory: join(stateFolder, 'preview-cache'),
      },
      log: (message) => this.warn(message),
    });
    const { url } = this.#preview;
    this.log(messages.getMessage('ready', [viewer.name, url, orgUrl]));
    return { pageUrl: url, orgUrl, username: viewer.username };
  }

  /** The server keeps the process alive after `run`; a signal ends it in order. */
  protected override onSignal(): void {
    if (this.#preview === undefined) return super.onSignal();
    this.log(messages.getMessage('stopping'));
    void this.#preview.close().then(() => process.exit(0));
  }
}

/** The token of the CLI's login; asked again, since the org no longer takes it, a renewed one. */
function tokensOf(org: Org): () => Promise<string> {
  let given = false;
  return async () => {
    if (given) await org.refreshAuth();
    given = true;
    return org.getConnection().accessToken ?? '';
  };
}
