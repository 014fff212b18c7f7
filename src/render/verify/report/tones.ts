import type { PathVerdict } from '../../../trace/path/verdict.js';

/** The class of what a verdict colours. */
export const verdictTone: Readonly<Record<PathVerdict['verdict'], 'good' | 'bad' | 'warn'>> = {
  confirmed: 'good',
  'not-confirmed': 'bad',
  unknown: 'warn',
};
