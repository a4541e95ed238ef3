import { listOf } from './engine.ts';
import type { Statements } from './engine.ts';

/**
 * Accounts are hashed to so many lanes, and a lane is in one worker's hands at a time: so is each of its accounts.
 * More workers than lanes would find nothing to do. The number is part of the schema.
 */
export const laneCount = 256;

/** The lane of an account, by its id of 15 or 18 characters (FNV-1a over the 15 that identify it). */
export function laneOf(accountId: string): number {
  let hash = 0x811c9dc5;
  for (const character of accountId.slice(0, 15)) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  }
  return ((hash ^ (hash >>> 16)) >>> 0) % laneCount;
}

/**
 * Lets go of lanes that hold nothing in flight any more. They are locked first, and looked at in a statement of its own:
 * its snapshot then has all that their holder has taken meanwhile.
 */
export async function freeLanes(statements: Statements, lanes: Iterable<number>): Promise<void> {
  const numbers = listOf('number', new Set(lanes));
  if (numbers === '[]') return;
  await statements.all(
    `SELECT number FROM lane WHERE number IN (SELECT number FROM rows($1 AS item: number integer))
     ORDER BY number FOR UPDATE`,
    numbers,
  );
  await statements.run(
    `UPDATE lane SET holder = NULL, held_until = 0
     WHERE number IN (SELECT number FROM rows($1 AS item: number integer)) AND load_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM parcel WHERE parcel.lane = lane.number AND parcel.state = 'inFlight')`,
    numbers,
  );
}
