import { type CommandEntry, loaded } from './commands/command.js';

/** One line for each group of commands, for help. */
export const groupSummaries: Readonly<Record<string, string>> = {
  sender: 'relay senders: create, edit, list, show, clone, rename, delete',
  virtual: 'virtual senders and their rules: which sender, in what share',
  config: 'the config file itself',
};

/** Every command. Loading a line's code is left until the command is called. */
export const commandEntries: readonly CommandEntry[] = [
  {
    path: ['demo'],
    summary: 'play the whole story offline, on an embedded relay and receiver',
    load: async () => loaded((await import('./commands/demo.js')).demo, (await import('./render/demo.js')).demoView),
  },
  {
    path: ['sender', 'list'],
    summary: 'list the senders',
    load: async () =>
      loaded(
        (await import('./commands/sender/list.js')).senderList,
        (await import('./render/sender/list.js')).senderListView,
      ),
  },
  {
    path: ['sender', 'show'],
    summary: 'show one sender; --format panel lists what to type into the Altcraft panel',
    load: async () =>
      loaded(
        (await import('./commands/sender/show.js')).senderShow,
        (await import('./render/sender/show.js')).senderShowView,
      ),
  },
  {
    path: ['sender', 'presets'],
    summary: 'show the presets, each value with its source',
    load: async () =>
      loaded(
        (await import('./commands/sender/presets.js')).senderPresets,
        (await import('./render/sender/presets.js')).senderPresetsView,
      ),
  },
  {
    path: ['virtual', 'list'],
    summary: 'list the virtual senders',
    load: async () =>
      loaded(
        (await import('./commands/virtual/list.js')).virtualList,
        (await import('./render/virtual/list.js')).virtualListView,
      ),
  },
  {
    path: ['virtual', 'show'],
    summary: 'show a virtual sender as a tree of rules',
    load: async () =>
      loaded(
        (await import('./commands/virtual/show.js')).virtualShow,
        (await import('./render/virtual/show.js')).virtualShowView,
      ),
  },
  {
    path: ['verify'],
    summary: 'did these messages come through the relay?',
    load: async () =>
      loaded((await import('./commands/verify.js')).verify, (await import('./render/verify/view.js')).verifyView),
  },
  {
    path: ['config', 'path'],
    summary: 'print the path of the config file in force',
    load: async () =>
      loaded(
        (await import('./commands/config/path.js')).configPath,
        (await import('./render/config/path.js')).configPathView,
      ),
  },
];
