import { type CommandGroup, line } from '../command.js';

export const sender = {
  summary: 'create, show and change relay senders',
  examples: ['akrelay sender create', 'akrelay sender list', 'akrelay sender show sendsay-main --format panel'],
  commands: {
    create: line('create a relay sender', () => import('./create.js')),
    edit: line('change a sender', () => import('./edit.js')),
    learn: line('record the hosts of the relay from a received message', () => import('./learn.js')),
    list: line('list the senders', () => import('./list.js')),
    show: line('show a sender; --format panel prints the values for the Altcraft panel', () => import('./show.js')),
    clone: line('copy a sender under a new name', () => import('./clone.js')),
    rename: line('rename a sender, and update the rules that use it', () => import('./rename.js')),
    delete: line('delete a sender that no rule uses', () => import('./delete.js')),
    presets: line('show the provider presets and the source of each value', () => import('./presets.js')),
  },
} satisfies CommandGroup;
