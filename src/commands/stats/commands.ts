import { type CommandGroup, line } from '../command.js';

export const stats = {
  summary: "Altcraft's and the relay's figures beside each other",
  examples: ['akrelay stats compare --altcraft altcraft.csv --sendsay sendsay.csv', 'akrelay help statistics'],
  commands: {
    compare: line(
      'compare the figures of Altcraft and Sendsay, and explain the differences',
      () => import('./compare.js'),
    ),
  },
} satisfies CommandGroup;
