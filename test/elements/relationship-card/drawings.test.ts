import { expect } from 'chai';
import { intervalDrawing } from '../../../src/elements/relationship-card/interval-drawing.ts';
import {
  figuresFor,
  mostFigures,
  personDrawing,
} from '../../../src/elements/relationship-card/people-drawing.ts';
import type { ScoreReading } from '../../../src/elements/relationship-card/reading.ts';
import { voiceKinds } from '../../../src/elements/relationship-card/relationship.ts';

describe('the drawing of an interval', () => {
  const draw = (
    score: number,
    lower: number,
    upper: number,
    side: ScoreReading['side'] = 'either',
    quiet = false,
  ) => {
    const { attributes, paths } = intervalDrawing({ score, lower, upper, side }, quiet);
    return { attributes, ...Object.fromEntries(paths) } as Record<string, unknown>;
  };

  it('is drawn in points of NPS, from −100 to 100', () => {
    expect(draw(28, 0, 52).attributes).to.include({ viewBox: '-100 0 200 28', preserveAspectRatio: 'none' });
  });

  it('spans the interval, and puts the score where it lies, which need not be its middle', () => {
    const { bar, dot } = draw(100, -6.58, 100);
    expect(bar).to.equal('M-6.58 7H100V21H-6.58z');
    expect(dot).to.equal('M100 14h.01');
  });

  it('never leaves the scale', () => {
    const { bar, dot } = draw(-120, -130, 120);
    expect(bar).to.equal('M-100 7H100V21H-100z');
    expect(dot).to.equal('M-100 14h.01');
  });

  it('shows by its class where the interval lies, and that it is too wide to say', () => {
    expect(draw(60, 45, 71, 'above').attributes).to.include({ class: 'interval above' });
    expect(draw(60, 5, 71, 'above', true).attributes).to.include({ class: 'interval quiet' });
  });
});

describe('the drawing of people', () => {
  it('has one figure for each, up to a number that can be taken in', () => {
    expect(figuresFor(0)).to.deep.equal({ figures: 0, more: 0 });
    expect(figuresFor(3)).to.deep.equal({ figures: 3, more: 0 });
    expect(figuresFor(mostFigures)).to.deep.equal({ figures: mostFigures, more: 0 });
    expect(figuresFor(1000)).to.deep.equal({ figures: mostFigures, more: 1000 - mostFigures });
  });

  it('marks every kind of voice by its class', () => {
    expect(voiceKinds.map((kind) => personDrawing(kind).attributes['class'])).to.deep.equal([
      'person promoters',
      'person passives',
      'person detractors',
      'person silent',
    ]);
  });
});
