import { meantHint } from '../config/nearest.js';
import { usageError } from '../errors.js';
import { topics } from '../help/topics.js';
import type { CommandSpec } from './command.js';
import { withExamples } from './declare.js';

/** A page of the reference, in Markdown. */
export interface HelpResult {
  readonly topic: string;
  readonly text: string;
}

export const spec: CommandSpec<{ readonly name: string }, HelpResult> = {
  prints: 'data',
  declare: (command) => {
    command
      .description('Show a page of the reference, or the help of a command.')
      .argument('<topic>', `${topics.map(({ name }) => name).join(', ')}; or a command`);
    withExamples(command, ['akrelay help file', 'akrelay help verdicts', 'akrelay help sender create']);
  },
  parse: ({ args: [name] }) => ({ name: String(name) }),
  run: async ({ name }) => {
    const topic = topics.find((one) => one.name === name);
    if (topic) return { result: { topic: name, text: await topic.text() }, exit: 'done' };
    const names = topics.map((one) => one.name);
    const known = [...names, ...Object.keys((await import('./commands.js')).commands)];
    throw usageError(`There is no command or topic '${name}'.`, meantHint(name, known, `Topics: ${names.join(', ')}.`));
  },
};
