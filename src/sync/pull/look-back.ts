/**
 * How far before the last pull the next one begins, in minutes: the clocks of the org and of this machine differ, and a
 * transaction of the org is seen only when it ends. An account that is scored once too often is none the worse.
 */
export const overlapMinutes = 10;

const minute = 60_000;

/** Every so often a pull begins much earlier: what became visible late, by a long transaction, is found then. */
export const secondLooks = [
  { watermark: 'looked back an hour', everyMinutes: 60, overlapMinutes: 120 },
  { watermark: 'looked back a day', everyMinutes: 1440, overlapMinutes: 2880 },
] as const;

export type SecondLook = (typeof secondLooks)[number];

/**
 * From when on a pull looks for changes, and which second looks it is.
 * @param last when the last pull was
 * @param looked when each second look was last had; never: since the last pull
 */
export function lookBack(
  last: Date,
  now: Date,
  looked: ReadonlyMap<string, Date>,
): { since: Date; looks: SecondLook[] } {
  const looks = secondLooks.filter(({ watermark, everyMinutes }) => {
    const before = looked.get(watermark);
    return before !== undefined && now.getTime() - before.getTime() >= everyMinutes * minute;
  });
  const starts = [
    last.getTime() - overlapMinutes * minute,
    ...looks.map((look) => looked.get(look.watermark)!.getTime() - look.overlapMinutes * minute),
  ];
  return { since: new Date(Math.min(...starts)), looks };
}
