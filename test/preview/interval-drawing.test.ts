import { expect } from 'chai';
import { intervalDrawing } from '../../src/preview/interval-drawing.ts';
import type { ScoreReading } from '../../src/preview/reading.ts';

describe('the drawing of an interval', () => {
  const draw = (score: number, lower: number, upper: number): Record<string, number> => {
    const reading: ScoreReading = {
      kind: 'score',
      score,
      lower,
      upper,
      comparable: true,
      side: 'either',
      staleDays: undefined,
    };
    const { markup } = intervalDrawing(reading);
    const attribute = (element: string, name: string): number =>
      Number(new RegExp(`<${element}[^>]*interval-[^>]* ${name}="([^"]+)"`).exec(markup)?.[1]);
    return {
      from: attribute('rect', 'x'),
      width: attribute('rect', 'width'),
      dot: attribute('circle', 'cx'),
    };
  };

  it('spans the whole scale from −100 to 100 for an interval that does', () => {
    expect(draw(0, -100, 100)).to.deep.equal({ from: 8, width: 184, dot: 100 });
  });

  it('puts the score where it lies, which need not be the middle of its interval', () => {
    expect(draw(100, -6.58, 100)).to.deep.equal({ from: 93.95, width: 98.05, dot: 192 });
  });

  it('never leaves the scale', () => {
    expect(draw(-120, -130, 120)).to.deep.equal({ from: 8, width: 184, dot: 8 });
  });
});
