/**
 * Rounds half away from zero to `scale` digits after the point, as Salesforce shows numbers and computes formula fields.
 * Source: Salesforce Help, platform.tips_for_using_number_formula_fields: 12.345 becomes 12.35, and −12.345 −12.35.
 */
export function roundToScale(value: number, scale: number): number {
  const [mantissa, exponent = '0'] = Math.abs(value).toExponential().split('e');
  // A double has no more than 15 sure digits: beyond, there is nothing to round.
  if (!Number.isFinite(value) || Number(exponent) + scale >= 15) return value;
  const shifted = Math.round(Number(`${mantissa}e${Number(exponent) + scale}`));
  return Math.sign(value) * Number(`${shifted}e${-scale}`) || 0;
}

/** How many digits after the point a number has when it is written out. */
function decimalsOf(value: number): number {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const digits = mantissa.split('.')[1]?.length ?? 0;
  return Math.max(0, digits - Number(exponent));
}

/** The decimal sum of numbers: 1.1 and 2.2 are 3.3, with as many digits after the point as the numbers themselves have. */
export function decimalSum(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  const decimals = values.reduce((most, value) => Math.max(most, decimalsOf(value)), 0);
  return roundToScale(sum, decimals);
}
