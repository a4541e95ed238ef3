/**
 * The bootstrap of relative weights as a textbook writes it, in plain arrays and step by step: the peer that the
 * drivers are measured against. It shares nothing with src/scoring but the random numbers.
 */
export interface DriverInterval {
  importance: { lower: number; upper: number };
  performance: { lower: number; upper: number };
}

/** @param rows one an answer: the ratings of its themes, then its score */
export function plainBootstrap(
  rows: readonly number[][],
  draws: number,
  random: () => number,
): DriverInterval[] {
  const themes = rows[0]!.length - 1;
  const shares: number[][] = Array.from({ length: themes }, () => []);
  const performance: number[][] = Array.from({ length: themes }, () => []);
  for (let draw = 0; draw < draws; draw += 1) {
    const drawn = rows.map(() => rows[Math.floor(random() * rows.length)]!);
    const means = drawn[0]!.map(
      (_, column) => drawn.reduce((sum, row) => sum + row[column]!, 0) / drawn.length,
    );
    const weights = relativeWeights(correlations(drawn, means));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, theme) => shares[theme]!.push(weight / total));
    means.slice(0, themes).forEach((mean, theme) => performance[theme]!.push(mean));
  }
  return shares.map((values, theme) => ({
    importance: interval(values),
    performance: interval(performance[theme]!),
  }));
}

function correlations(rows: readonly number[][], means: readonly number[]): number[][] {
  const sums = means.map(() => means.map(() => 0));
  for (const row of rows) {
    const deviations = row.map((value, column) => value - means[column]!);
    for (let one = 0; one < deviations.length; one += 1) {
      for (let other = 0; other <= one; other += 1)
        sums[one]![other]! += deviations[one]! * deviations[other]!;
    }
  }
  return means.map((_, one) =>
    means.map((_, other) => {
      const product = one < other ? sums[other]![one]! : sums[one]![other]!;
      return product / Math.sqrt(sums[one]![one]! * sums[other]![other]!);
    }),
  );
}

/** Johnson 2000. @param matrix the outcome last */
function relativeWeights(matrix: readonly number[][]): number[] {
  const count = matrix.length - 1;
  const indexes = Array.from({ length: count }, (_, index) => index);
  const { values, vectors } = eigen(matrix.slice(0, count).map((row) => row.slice(0, count)));
  const power = (exponent: number) =>
    indexes.map((row) =>
      indexes.map((column) =>
        indexes.reduce(
          (sum, k) => sum + vectors[row]![k]! * values[k]! ** exponent * vectors[column]![k]!,
          0,
        ),
      ),
    );
  const root = power(0.5);
  const inverse = power(-0.5);
  const beta = inverse.map((row) =>
    row.reduce((sum, value, index) => sum + value * matrix[index]![count]!, 0),
  );
  return root.map((row) => row.reduce((sum, value, index) => sum + value ** 2 * beta[index]! ** 2, 0));
}

/** Cyclic Jacobi; eigenvectors are columns. */
function eigen(matrix: number[][]): { values: number[]; vectors: number[][] } {
  const order = matrix.length;
  const vectors: number[][] = matrix.map((row, index) => row.map((_, column) => (index === column ? 1 : 0)));
  const beside = () =>
    matrix.reduce(
      (sum, row, index) => sum + row.reduce((all, v, k) => all + (k === index ? 0 : v * v), 0),
      0,
    );
  while (beside() > 1e-24) {
    for (let p = 0; p < order; p += 1) {
      for (let q = p + 1; q < order; q += 1) {
        if (matrix[p]![q] === 0) continue;
        const theta = (matrix[q]![q]! - matrix[p]![p]!) / (2 * matrix[p]![q]!);
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (const row of matrix) [row[p], row[q]] = [c * row[p]! - s * row[q]!, s * row[p]! + c * row[q]!];
        const [rowP, rowQ] = [matrix[p]!, matrix[q]!];
        matrix[p] = rowP.map((value, k) => c * value - s * rowQ[k]!);
        matrix[q] = rowP.map((value, k) => s * value + c * rowQ[k]!);
        for (const row of vectors) [row[p], row[q]] = [c * row[p]! - s * row[q]!, s * row[p]! + c * row[q]!];
      }
    }
  }
  return { values: matrix.map((row, index) => row[index]!), vectors };
}

/** Percentile method, interpolated between neighbours. */
function interval(values: readonly number[]): { lower: number; upper: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const [before, after] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
    return before + (place - Math.floor(place)) * (after - before);
  };
  return { lower: at(0.025), upper: at(0.975) };
}
