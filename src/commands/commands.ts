import { type CommandGroup, type CommandLine, line } from './command.js';
import { config } from './config/commands.js';
import { events } from './events/commands.js';
import { sender } from './sender/commands.js';
import { stats } from './stats/commands.js';
import { virtual } from './virtual/commands.js';
import { watch } from './watch/commands.js';

/** First steps, for the help of akrelay itself. */
export const firstSteps: readonly string[] = [
  'akrelay demo',
  'akrelay init',
  'akrelay sender create --help',
  'akrelay verify message.eml',
];

/** Every command, in the order of the help. */
export const commands = {
  init: line('write a commented akrelay.yaml', () => import('./init.js')),
  demo: line('run a complete example offline, with an embedded relay and receiver', () => import('./demo.js')),
  sender,
  virtual,
  check: line('test a relay step by step without sending mail', () => import('./check.js')),
  send: line('send one test message through a relay and keep the receipt', () => import('./send.js')),
  verify: line('check whether messages came through the relay', () => import('./verify.js')),
  prove: line('send a test message and follow it to the mailbox and the events', () => import('./prove.js')),
  fetch: line('save a message from a mailbox, found by its token', () => import('./fetch.js')),
  watch,
  route: line('show which rule of a virtual sender matches, and which senders it uses', () => import('./route.js')),
  explain: line('explain a finding: what it means, likely causes, fixes', () => import('./explain.js')),
  lab: line('run a test relay that fails on demand', () => import('./lab.js')),
  events,
  stats,
  config,
  completion: line('print a completion script for bash, zsh, fish or PowerShell', async (program) => ({
    spec: (await import('./completion.js')).completion(program),
  })),
  help: line('show a page of the reference, or the help of a command', () => import('./help.js')),
} satisfies Readonly<Record<string, CommandGroup | CommandLine<unknown>>>;
