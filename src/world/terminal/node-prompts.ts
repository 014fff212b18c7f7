import { wrapped, wrapText } from '../../cells.js';
import { cancelledError } from '../../errors.js';
import { safeText } from '../../safe-text.js';
import { choiceLabel, promptTheme } from './prompt-theme.js';
import type { Prompts } from './prompts.js';

export interface PromptStreams {
  readonly input: NodeJS.ReadStream;
  /** Not stdout, so that stdout stays data. */
  readonly output: NodeJS.WriteStream;
  readonly colour: 'on' | 'off';
  /** Ends the question that is open. */
  readonly cancelled: AbortSignal;
  /** Called before a question: it takes progress off the line where the question is drawn. */
  readonly begin: () => void;
}

/** Prompts on a terminal. inquirer, and Node's streams with it, are loaded with the first question. */
export function nodePrompts({ input, output, colour, cancelled, begin }: PromptStreams): Prompts {
  const columns = (): number => output.columns || 80;
  const themed = (message: string) => promptTheme({ message, columns: columns(), colour });
  const ask = async <Answer>(question: Record<string, unknown>, help: string | undefined): Promise<Answer> => {
    if (cancelled.aborted) throw cancelledError(nothingChanged);
    const { default: inquirer } = await import('inquirer');
    const { answerKeys } = await import('./answer-keys.js');
    begin();
    if (help !== undefined) output.write(`${shown(help, columns())}\n`);
    const keys = answerKeys(input);
    const ended = endOf([input, keys.input], cancelled);
    try {
      const prompt = inquirer.createPromptModule({ input: keys.input, output, signal: ended.signal });
      const answers = (await prompt([{ ...question, name: 'answer' } as never])) as { answer: Answer };
      return answers.answer;
    } catch (error) {
      throw isEndOfPrompt(error) ? cancelledError(nothingChanged, error) : error;
    } finally {
      ended.forget();
      keys.release();
    }
  };
  return {
    text: ({ message, help, default: preset, problem }) => {
      const { theme, placed, answered } = themed(message);
      const transformer = (value: string, { isFinal }: { isFinal: boolean }): string =>
        isFinal ? answered(value) : placed(value);
      const validate = (answer: string): string | true => problem?.(answer.trim()) ?? true;
      return ask<string>({ type: 'input', message, default: preset, validate, transformer, theme }, help).then(
        (answer) => answer.trim(),
      );
    },
    secret: ({ message }) =>
      ask<string>({ type: 'password', message, mask: '*', toggleMask: false, theme: themed(message).theme }, undefined),
    choice: ({ message, help, choices, default: preset }) =>
      ask(
        {
          type: 'select',
          message,
          default: preset,
          loop: false,
          theme: themed(message).theme,
          choices: choices.map(({ value, label, echo }) => ({
            value,
            name: choiceLabel(safeText(label), columns()),
            short: safeText(echo ?? label),
          })),
        },
        help,
      ),
    confirm: ({ message, help, default: preset }) =>
      ask<boolean>({ type: 'confirm', message, default: preset === 'yes', theme: themed(message).theme }, help),
  };
}

/** Sentences are wrapped; lines that are set in, such as those of a change, hang below their beginning. */
function shown(help: string, columns: number): string {
  return help
    .split('\n')
    .flatMap((line) => (line.startsWith(' ') ? [wrapText(line, columns)] : wrapped(line, columns)))
    .join('\n');
}

/**
 * Aborted by Ctrl-C from outside, and when the input ends or is let go of (Ctrl-D, a closed terminal): inquirer would
 * wait for an answer for ever.
 */
function endOf(
  inputs: readonly NodeJS.ReadableStream[],
  cancelled: AbortSignal,
): { signal: AbortSignal; forget: () => void } {
  const over = new AbortController();
  const abort = (): void => over.abort();
  // readline pauses its input when it closes; after an answer nobody listens to the signal any more.
  const ends = ['pause', 'end', 'close', 'error'] as const;
  for (const input of inputs) for (const event of ends) input.once(event, abort);
  if (cancelled.aborted) abort();
  cancelled.addEventListener('abort', abort);
  return {
    signal: over.signal,
    forget: () => {
      for (const input of inputs) for (const event of ends) input.removeListener(event, abort);
      cancelled.removeEventListener('abort', abort);
    },
  };
}

/** The prompt library's own errors for Ctrl-C and for an aborted signal; they carry no code, only a name. */
function isEndOfPrompt(error: unknown): boolean {
  return error instanceof Error && ['ExitPromptError', 'AbortPromptError', 'CancelPromptError'].includes(error.name);
}

const nothingChanged = 'nothing was changed';
