import { starterText } from '../config/starter.js';
import type { World } from '../world/world.js';
import type { CommandSpec } from './command.js';
import { withExamples } from './declare.js';
import type { Interview } from './init/interview.js';

export interface InitResult {
  /** As it was given with --config, else relative to the working folder where that is shorter. */
  readonly file: string;
  /** The senders in it. */
  readonly senders: readonly string[];
}

interface Options {
  readonly questions: 'asked' | 'left-out';
}

export const spec: CommandSpec<Options, InitResult> = {
  declare: (command) => {
    command
      .description('Write a commented akrelay.yaml. On a terminal, init asks a few questions; press Enter to skip one.')
      .option('--yes', 'write the file without asking');
    withExamples(command, ['akrelay init', 'akrelay init --yes --config relays/akrelay.yaml']);
  },
  parse: ({ options }) => ({ questions: options['yes'] === true ? 'left-out' : 'asked' }),
  run: async ({ questions }, world) => {
    const { text, senders } = await contentOf(questions, world);
    await world.config.create(text);
    return { result: { file: (await world.config.read()).shownAs, senders }, exit: 'done' };
  },
};

async function contentOf(questions: Options['questions'], { config, prompts }: World): Promise<Interview> {
  if (questions === 'left-out' || prompts === undefined) return { text: starterText(), senders: [] };
  // Better said before the questions than after them.
  await config.expectNew();
  const { interview } = await import('./init/interview.js');
  return interview(prompts);
}
