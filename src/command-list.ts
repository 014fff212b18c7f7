import { type CommandEntry, loaded } from './commands/command.js';

/** One line for each group of commands, for help. */
export const groupSummaries: Readonly<Record<string, string>> = {
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
    path: ['config', 'path'],
    summary: 'print the path of the config file in force',
    load: async () =>
      loaded(
        (await import('./commands/config/path.js')).configPath,
        (await import('./render/config/path.js')).configPathView,
      ),
  },
];
