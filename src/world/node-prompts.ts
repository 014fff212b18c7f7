import { AkrelayError } from '../errors.js';
import type { Prompts } from './prompts.js';

/** Prompts on a terminal, drawn on `output` so that stdout stays data. inquirer is loaded with the first question. */
export function nodePrompts(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Prompts {
  const ask = async <Answer>(question: Record<string, unknown>): Promise<Answer> => {
    const { default: inquirer } = await import('inquirer');
    try {
      const prompt = inquirer.createPromptModule({ input, output });
      const answers = (await prompt([{ ...question, name: 'answer' } as never])) as { answer: Answer };
      return answers.answer;
    } catch (error) {
      if (error instanceof Error && error.name === 'ExitPromptError')
        throw new AkrelayError('cancelled', { message: 'Cancelled; nothing was written.', cause: error });
      throw error;
    }
  };
  return {
    text: ({ message, default: preset, problem }) =>
      ask<string>({ type: 'input', message, default: preset, validate: (answer: string) => problem?.(answer) ?? true }),
    secret: ({ message }) => ask<string>({ type: 'password', message, mask: '*' }),
    choice: ({ message, choices, default: preset }) =>
      ask({
        type: 'select',
        message,
        default: preset,
        choices: choices.map(({ value, label }) => ({ value, name: label })),
      }),
    confirm: ({ message, default: preset }) => ask<boolean>({ type: 'confirm', message, default: preset === 'yes' }),
  };
}
