/** What one piece of work cost: time on the clock, and time of the processor in this process, both in seconds. */
export interface Cost {
  seconds: number;
  processor: number;
}

/** The same work, done by us and by a peer, several times in turn. */
export interface Measurement {
  /** What was done, as a sentence. */
  work: string;
  ours: string;
  peer: string;
  /** None where there is nothing to compare with: then the work says all. */
  rounds: { ours: Cost; peer: Cost }[];
  /** The peer works in another process, whose processor time is not seen. */
  peerIsElsewhere?: boolean;
  /** What else there is to say. */
  notes?: string[];
}

/** A contestant: gets the number of the round, and does the work once. Throws when it was not done. */
export type Contestant = (round: number) => Promise<void>;

/**
 * Lets two contestants do their work in turn, who begins changing from round to round. One round before, uncounted,
 * warms both up.
 */
export async function alternate(
  count: number,
  ours: Contestant,
  peer: Contestant,
): Promise<{ ours: Cost; peer: Cost }[]> {
  const rounds: { ours: Cost; peer: Cost }[] = [];
  for (let round = 0; round <= count; round += 1) {
    let peerCost: Cost | undefined;
    if (round % 2 === 1) peerCost = await costOf(peer, round);
    const oursCost = await costOf(ours, round);
    peerCost ??= await costOf(peer, round);
    if (round > 0) rounds.push({ ours: oursCost, peer: peerCost });
  }
  return rounds;
}

async function costOf(contestant: Contestant, round: number): Promise<Cost> {
  const began = performance.now();
  const processorBefore = process.cpuUsage();
  await contestant(round);
  const { user, system } = process.cpuUsage(processorBefore);
  return { seconds: (performance.now() - began) / 1000, processor: (user + system) / 1_000_000 };
}

/** The value in the middle; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [upper = Number.NaN, lower = upper] = [sorted[middle], sorted[middle - 1]];
  return sorted.length % 2 === 1 ? upper : (lower + upper) / 2;
}
