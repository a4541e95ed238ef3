import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Draws } from './draws.ts';
import type { FaultyStage } from './faulty-stage.ts';

const script = fileURLToPath(new URL('../../support/run-sync.ts', import.meta.url));

/** How long the request lies at the org that the killed process waits for, in milliseconds. */
const delay = 120;

/**
 * A sync in a process of its own that is killed while one of its requests is under way: the org does what it was asked, or
 * never hears of it.
 * @returns whether it was killed, and did not end before
 */
export async function killedRound(
  stage: FaultyStage,
  location: string,
  mostByCollections: number,
  draws: Draws,
): Promise<boolean> {
  const after = draws.below(24);
  const match = { path: '/services/data/' };
  const [slow] = stage.faults.add({ kind: 'delay', milliseconds: delay, after, match });
  if (draws.chance(0.5)) stage.faults.add({ kind: 'cut', where: 'beforeRequest', after, match });
  const { loginUrl, clientId, clientSecret } = stage.credentials;
  const time = stage.now.toISOString();
  const child = spawn(
    process.execPath,
    [script, location, loginUrl, clientId, clientSecret, time, String(mostByCollections)],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'close');
  const looking = setInterval(() => {
    if (stage.faults.list().some(({ id, struck }) => id === slow?.id && struck > 0)) child.kill('SIGKILL');
  }, 2);
  await ended;
  clearInterval(looking);
  // what it had asked for last is still done
  await new Promise((resolve) => setTimeout(resolve, delay));
  return child.signalCode === 'SIGKILL';
}
