import { type CommandGroup, line } from '../command.js';

export const virtual = {
  summary: 'create, show and change virtual senders and their rules',
  examples: [
    'akrelay virtual create newsletters --account 306',
    'akrelay virtual attach newsletters sendsay-main',
    'akrelay virtual show newsletters',
  ],
  commands: {
    create: line('create a virtual sender', () => import('./create.js')),
    edit: line('change the account of a virtual sender', () => import('./edit.js')),
    list: line('list the virtual senders', () => import('./list.js')),
    show: line('show a virtual sender as a tree of rules', () => import('./show.js')),
    attach: line('add a sender to a rule', () => import('./attach.js')),
    detach: line('remove a sender from a rule', () => import('./detach.js')),
    move: line('move a rule up or down', () => import('./move.js')),
    shift: line('move the share of a rule to one of its senders, step by step', () => import('./shift.js')),
    clone: line('copy a virtual sender with its rules', () => import('./clone.js')),
    rename: line('rename a virtual sender', () => import('./rename.js')),
    delete: line('delete a virtual sender with its rules', () => import('./delete.js')),
  },
} satisfies CommandGroup;
