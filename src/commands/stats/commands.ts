import { type CommandGroup, line } from '../command.js';

export const stats = {
  summary: 'compare the figures of Altcraft and the relay',
  examples: [
    'akrelay stats compare --altcraft altcraft.csv --sendsay sendsay.csv',
    'akrelay stats reconcile --since 30d',
    'akrelay help statistics',
  ],
  commands: {
    compare: line('compare the figures of Altcraft and Sendsay, and explain differences', () => import('./compare.js')),
    reconcile: line(
      'compare the reports of Altcraft and the relay by message, and find losses',
      () => import('./reconcile.js'),
    ),
  },
} satisfies CommandGroup;
