/** Draws for a seed: whole numbers below a bound, and one of some values. */
export class Draws {
  /** Between 0 and 1. */
  readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  /** A whole number from 0 on, below the bound. */
  below(bound: number): number {
    return Math.floor(this.random() * bound);
  }

  oneOf<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }

  chance(share: number): boolean {
    return this.random() < share;
  }
}
