import { type CommandGroup, line } from '../command.js';

export const config = {
  summary: 'show and check the config file',
  examples: ['akrelay config validate', 'akrelay config show --resolved'],
  commands: {
    show: line('print the config with passwords masked', () => import('./show.js')),
    validate: line('list every problem in the config, with its line and a fix', () => import('./validate.js')),
    allow: line('confirm the config as it is now, so that it can use its secrets', () => import('./allow.js')),
    schema: line('print the JSON Schema of the config, for editors', () => import('./schema.js')),
    path: line('print the path of the config file in use', () => import('./path.js')),
  },
} satisfies CommandGroup;
