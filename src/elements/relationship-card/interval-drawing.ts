import type { Drawing } from '../drawing.ts';
import type { ScoreReading } from './reading.ts';

/**
 * The interval of a score on the scale from −100 to 100, with zero marked. One unit across is one point of NPS, stretched
 * to whatever room there is; the stylesheet keeps lines from being stretched, so that the dot, a point with a round end,
 * stays round.
 */
export function intervalDrawing({ score, lower, upper, side }: ScoreReading, quiet: boolean): Drawing {
  const [from, to, dot] = [lower, upper, score].map((points) => Math.min(100, Math.max(-100, points)));
  const point = `M${dot} 14h.01`;
  return {
    attributes: {
      class: `interval ${quiet ? 'quiet' : side}`,
      viewBox: '-100 0 200 28',
      preserveAspectRatio: 'none',
      width: '100%',
      height: 28,
    },
    paths: [
      ['scale', 'M-100 14H100M-100 3V25M0 3V25M100 3V25'],
      ['bar', `M${from} 7H${to}V21H${from}z`],
      ['dot ring', point],
      ['dot', point],
    ],
  };
}
