import { type CommandGroup, line } from '../command.js';

export const sender = {
  summary: 'relay senders: create, edit, list, show, clone, rename, delete, learn',
  examples: ['akrelay sender create', 'akrelay sender list', 'akrelay sender show sendsay-main --format panel'],
  commands: {
    create: line('create a relay sender; asks for what the flags leave open', () => import('./create.js')),
    edit: line('change a sender', () => import('./edit.js')),
    learn: line('record the host that delivered a message as a sender’s relay', () => import('./learn.js')),
    list: line('list the senders', () => import('./list.js')),
    show: line('show one sender; --format panel lists what to type into the Altcraft panel', () => import('./show.js')),
    clone: line('copy a sender under a new name', () => import('./clone.js')),
    rename: line('rename a sender; the rules that use it follow', () => import('./rename.js')),
    delete: line('delete a sender that no rule uses', () => import('./delete.js')),
    presets: line('show the presets, each value with its source', () => import('./presets.js')),
  },
} satisfies CommandGroup;
