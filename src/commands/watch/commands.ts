import { type CommandGroup, line } from '../command.js';

export const watch = {
  summary: 'repeat prove, check or verify on a schedule',
  examples: [
    'akrelay watch prove sendsay-main --mailbox qa --every 15m --state prove.json',
    'akrelay watch verify /var/mail/seed --every 5m --state seed.json',
    'akrelay watch check --once --metrics akrelay.prom',
  ],
  commands: {
    prove: line('prove on a schedule that mail arrives through the relay', () => import('./prove.js')),
    check: line('test relays on a schedule', () => import('./check.js')),
    verify: line('check each new message of a mailbox once', () => import('./verify.js')),
  },
} satisfies CommandGroup;
