/** Rounds half away from zero to `scale` digits after the point, as Salesforce stores numbers. */
export function roundToScale(value: number, scale: number): number {
  const [mantissa, exponent = '0'] = Math.abs(value).toExponential().split('e');
  // A double has no more than 15 sure digits: beyond, there is nothing to round.
  if (!Number.isFinite(value) || Number(exponent) + scale >= 15) return value;
  const shifted = Math.round(Number(`${mantissa}e${Number(exponent) + scale}`));
  return Math.sign(value) * Number(`${shifted}e${-scale}`) || 0;
}
