/** The count itself. @throws RangeError when it is not a whole number, 0 or more; `what` names it in the message */
export function checkedCount(count: number, what: string): number {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(`${what} is a whole number, 0 or more; got ${String(count)}.`);
  }
  return count;
}

/** The time itself. @throws RangeError when it is an invalid date; `what` names it in the message */
export function checkedTime(time: Date, what: string): Date {
  if (Number.isNaN(time.getTime())) throw new RangeError(`${what} is not a date that exists.`);
  return time;
}

/** The number itself. @throws RangeError when it is not finite or below 0; `what` names it in the message */
export function checkedAmount(amount: number, what: string): number {
  if (!Number.isFinite(amount) || amount < 0) {
    throw new RangeError(`${what} is a number, 0 or more; got ${String(amount)}.`);
  }
  return amount;
}
