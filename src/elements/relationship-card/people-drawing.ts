import type { Drawing } from '../drawing.ts';
import type { VoiceKind } from './relationship.ts';

/** More figures than these do not help: the number beside them says the rest. */
export const mostFigures = 24;

/** How many figures stand for a number of people, and how many people are left to the number. */
export function figuresFor(count: number): { figures: number; more: number } {
  const figures = Math.min(count, mostFigures);
  return { figures, more: count - figures };
}

/** One person: filled for a voice, an outline for a silent one. */
export function personDrawing(kind: VoiceKind): Drawing {
  return {
    attributes: { class: `person ${kind}`, width: 16, height: 18 },
    paths: [['', 'M8 1.5a3.5 3.5 0 0 1 0 7 3.5 3.5 0 0 1 0-7zM1.5 17c0-3.9 2.6-6 6.5-6s6.5 2.1 6.5 6z']],
  };
}
