import { type CommandGroup, line } from '../command.js';

export const stats = {
  summary: 'Altcraft’s and the relay’s figures beside each other',
  examples: [
    'akrelay stats compare --altcraft altcraft.csv --sendsay sendsay.csv',
    'akrelay stats reconcile --since 30d',
    'akrelay help statistics',
  ],
  commands: {
    compare: line(
      'compare the figures of Altcraft and Sendsay, and explain the differences',
      () => import('./compare.js'),
    ),
    reconcile: line(
      'compare message by message what Altcraft and the relay report, and find what was lost',
      () => import('./reconcile.js'),
    ),
  },
} satisfies CommandGroup;
