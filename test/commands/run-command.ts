import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../support/test-org.ts';

/** What a command said, and how it ended. */
export interface CommandEnd {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Both, with runs of spaces and line breaks as one space: for sentences that a narrow terminal wraps. */
  text: string;
}

/** A command that still runs. */
export interface RunningCommand {
  child: ChildProcess;
  /** What it has said so far on standard output. */
  stdout: () => string;
  /** Resolves when its standard output holds a text; rejects when it ends before, with all it said. */
  says: (text: string) => Promise<void>;
  /** Resolves when it has ended. Fails the test when anything it said holds a stack. */
  end: Promise<CommandEnd>;
}

/** What may not leak from the machine of whoever runs the tests into a command: in CI, tables are drawn without lines. */
const ownSettings =
  /^(SF_|SFDX_|RAPPORT_|XDG_|FORCE_COLOR$|NODE_OPTIONS$|DEBUG$|CI$|CI_|CONTINUOUS_INTEGRATION$)/;

/** A folder to work in, with a home of its own, as if the machine had just been set up. */
export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), 'rapport-desk-'));
  readonly #home = mkdtempSync(join(tmpdir(), 'rapport-home-'));

  /** Writes a file into the folder; resolves to its name, as a user would give it. */
  write(name: string, content: string | Uint8Array): string {
    writeFileSync(join(this.folder, name), content);
    return name;
  }

  /** Makes a folder in the folder. */
  makeFolder(name: string): string {
    mkdirSync(join(this.folder, name));
    return name;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Starts `sf rapport …` in a process of its own. */
  start(args: string[], env: Record<string, string> = {}): RunningCommand {
    const inherited = Object.entries(process.env).filter(([name]) => !ownSettings.test(name));
    const child = spawn(process.execPath, [join(projectRoot, 'bin', 'dev.js'), 'rapport', ...args], {
      cwd: this.folder,
      env: {
        ...Object.fromEntries(inherited),
        HOME: this.#home,
        USERPROFILE: this.#home,
        NO_COLOR: '1',
        SF_DISABLE_LOG_FILE: 'true',
        // a process that starts sooner: many are started
        NODE_COMPILE_CACHE: join(projectRoot, 'node_modules', '.cache', 'rapport-tests'),
        ...env,
      },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const end = once(child, 'close').then(([code]) => {
      const text = `${stdout}\n${stderr}`.replaceAll(/[\s│]+/g, ' ');
      expect(`${stdout}${stderr}`, 'a stack in what the command said').to.not.match(/^ {4}at |\\n {4}at /m);
      return { code: code as number | null, stdout, stderr, text };
    });
    const says = (wanted: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => {
          if (stdout.includes(wanted)) resolve();
        };
        child.stdout.on('data', look);
        child.once('close', () => {
          look();
          reject(new Error(`ended without saying "${wanted}": ${stdout}${stderr}`));
        });
        look();
      });
    return { child, stdout: () => stdout, says, end };
  }

  /** Runs `sf rapport …` to its end. */
  async run(args: string[], env: Record<string, string> = {}): Promise<CommandEnd> {
    return this.start(args, env).end;
  }

  /** Runs a command with `--json` to its end; resolves to what it wrote, which must be one JSON document. */
  async runJson<Document>(
    args: string[],
    env: Record<string, string> = {},
  ): Promise<{ code: number | null; json: Document }> {
    const { code, stdout } = await this.run([...args, '--json'], env);
    return { code, json: JSON.parse(stdout) as Document };
  }

  clear(): void {
    for (const folder of [this.folder, this.#home]) rmSync(folder, { recursive: true, force: true });
  }
}

/** What `--json` writes of a command that has failed. */
export interface ErrorDocument {
  name: string;
  message: string;
  actions: string[];
  status: number;
  exitCode: number;
}

/** The first of two ports side by side that nobody listens on. */
export async function findTwoFreePorts(): Promise<number> {
  for (;;) {
    const first = await listen(0);
    const { port } = first.address() as AddressInfo;
    const second = port < 65_535 ? await listen(port + 1).catch(() => undefined) : undefined;
    for (const server of [first, second]) {
      if (server !== undefined) await new Promise((resolve) => server.close(resolve));
    }
    if (second !== undefined) return port;
  }
}

/** Listens on a port of this machine, so that nobody else can. */
export async function listen(port: number) {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

/** Does work on all values, two at a time: each is a process of its own. */
export async function inPairs<Value, Result>(
  values: readonly Value[],
  work: (value: Value) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < values.length; start += 2) {
    results.push(...(await Promise.all(values.slice(start, start + 2).map(work))));
  }
  return results;
}
