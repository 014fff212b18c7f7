import { type CommandGroup, line } from '../command.js';

export const events = {
  summary: 'receive and show delivery events from the relay and Altcraft',
  examples: [
    'akrelay events listen --path-env EVENTS_PATH --port 8025',
    'akrelay events show --recipient ann@example.com --since 7d',
    'akrelay events stats',
  ],
  commands: {
    listen: line('receive and store events from Sendsay and Altcraft', () => import('./listen.js')),
    show: line('show received events: by message, recipient, kind, time', () => import('./show.js')),
    tail: line('show events as they arrive', () => import('./tail.js')),
    stats: line('count received events by source and kind', () => import('./stats.js')),
    send: line('send test events to a webhook URL and show how it replies', () => import('./send.js')),
    'verify-store': line('compare every stored record with its checksum', () => import('./verify-store.js')),
  },
} satisfies CommandGroup;
