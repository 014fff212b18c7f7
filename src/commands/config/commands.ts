import { type CommandGroup, line } from '../command.js';

export const config = {
  summary: 'the config file itself',
  examples: ['akrelay config validate', 'akrelay config show --resolved'],
  commands: {
    show: line(
      'print the config, passwords masked; --resolved says where each value comes from',
      () => import('./show.js'),
    ),
    validate: line('list every problem in the config, with its place and a fix', () => import('./validate.js')),
    allow: line(
      'allow the config, as it is now, to run the commands that its secrets name',
      () => import('./allow.js'),
    ),
    schema: line('print the JSON Schema of the config, for editors', () => import('./schema.js')),
    path: line('print the path of the config file in use', () => import('./path.js')),
  },
} satisfies CommandGroup;
