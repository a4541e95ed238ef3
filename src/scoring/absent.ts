/**
 * Why there is no number:
 * - `nothing`: there is nothing that could be counted, such as no answers, or nobody in scope
 * - `tooFew`: there is something, and too little to say it of; `needed` says how much would do
 * - `allAlike`: the values do not differ, so nothing can be explained or compared by them
 * - `dependent`: some of the values follow from others exactly, so their parts cannot be told apart
 * - `hidden`: it could be computed, and would tell something that the one who asks may not know
 */
export type AbsenceReason = 'nothing' | 'tooFew' | 'allAlike' | 'dependent' | 'hidden';

/** In the place of a number that there is not: never NaN, never a zero that looks like one. */
export interface Absent {
  absent: AbsenceReason;
  /** How many there are, where that is the reason. */
  found?: number;
  /** How many there would have to be. */
  needed?: number;
}

/** A result, or why there is none. */
export type Measured<Value> = Value | Absent;

/** Whether there is no result. */
export function isAbsent(measured: unknown): measured is Absent {
  return typeof measured === 'object' && measured !== null && 'absent' in measured;
}
