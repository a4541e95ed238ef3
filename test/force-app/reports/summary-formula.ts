/**
 * The value of a summary formula of a report: sums such as `Feedback_Snapshot__c.Answers__c:SUM`, numbers, the four
 * operations and parentheses.
 *
 * @param sums by column as the report names it: `Feedback_Snapshot__c$Answers__c`
 * @throws Error for anything else
 */
export function valueOf(formula: string, sums: ReadonlyMap<string, number>): number {
  const tokens = formula.match(/[\w.]+:SUM|[\w.]+|[-+*/()]/g) ?? [];
  let position = 0;
  const next = () => tokens[position];
  const take = () => tokens[position++] ?? '';

  const operand = (): number => {
    const token = take();
    if (token === '(') {
      const value = sum();
      if (take() !== ')') throw new Error(`A parenthesis is open in ${formula}`);
      return value;
    }
    const known = sums.get(token.replace(/:SUM$/, '').replace('.', '$'));
    const value = token.endsWith(':SUM') ? known : Number(token);
    if (value === undefined || Number.isNaN(value)) throw new Error(`${token} is not known in ${formula}`);
    return value;
  };
  const product = (): number => {
    let value = operand();
    while (next() === '*' || next() === '/') value = take() === '*' ? value * operand() : value / operand();
    return value;
  };
  const sum = (): number => {
    let value = product();
    while (next() === '+' || next() === '-') value = take() === '+' ? value + product() : value - product();
    return value;
  };

  const value = sum();
  if (position < tokens.length) throw new Error(`${next()} is one too many in ${formula}`);
  return value;
}
