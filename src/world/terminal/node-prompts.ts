import { wrapped, wrapText } from '../../cells.js';
import { AkrelayError } from '../../errors.js';
import { safeText } from '../../safe-text.js';
import { plainPromptTheme } from './prompt-theme.js';
import type { Prompts } from './prompts.js';

export interface PromptStreams {
  readonly input: NodeJS.ReadStream;
  /** Not stdout, so that stdout stays data. */
  readonly output: NodeJS.WriteStream;
  readonly colour: 'on' | 'off';
  /** Ends the question that is open. */
  readonly cancelled: AbortSignal;
}

/** Prompts on a terminal. inquirer is loaded with the first question. */
export function nodePrompts({ input, output, colour, cancelled }: PromptStreams): Prompts {
  const theme = colour === 'off' ? { theme: plainPromptTheme } : {};
  const ask = async <Answer>(question: Record<string, unknown>, help: string | undefined): Promise<Answer> => {
    if (cancelled.aborted) throw cancelledError(undefined);
    const { default: inquirer } = await import('inquirer');
    if (help !== undefined) output.write(`${shown(help, output.columns)}\n`);
    const ended = endOf(input, cancelled);
    try {
      const prompt = inquirer.createPromptModule({ input, output, signal: ended.signal });
      const answers = (await prompt([{ ...question, ...theme, name: 'answer' } as never])) as { answer: Answer };
      return answers.answer;
    } catch (error) {
      throw isEndOfPrompt(error) ? cancelledError(error) : error;
    } finally {
      ended.forget();
    }
  };
  return {
    text: ({ message, help, default: preset, problem }) =>
      ask<string>(
        { type: 'input', message, default: preset, validate: (answer: string) => problem?.(answer.trim()) ?? true },
        help,
      ).then((answer) => answer.trim()),
    secret: ({ message, help }) => ask<string>({ type: 'password', message, mask: '*', toggleMask: false }, help),
    choice: ({ message, help, choices, default: preset }) =>
      ask(
        {
          type: 'select',
          message,
          default: preset,
          loop: false,
          choices: choices.map(({ value, label, echo }) => ({
            value,
            name: safeText(label),
            short: safeText(echo ?? label),
          })),
        },
        help,
      ),
    confirm: ({ message, help, default: preset }) =>
      ask<boolean>({ type: 'confirm', message, default: preset === 'yes' }, help),
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
function endOf(input: NodeJS.ReadStream, cancelled: AbortSignal): { signal: AbortSignal; forget: () => void } {
  const over = new AbortController();
  const abort = (): void => over.abort();
  // readline pauses its input when it closes; after an answer nobody listens to the signal any more.
  const ends = ['pause', 'end', 'close', 'error'] as const;
  for (const event of ends) input.once(event, abort);
  cancelled.addEventListener('abort', abort);
  return {
    signal: over.signal,
    forget: () => {
      for (const event of ends) input.removeListener(event, abort);
      cancelled.removeEventListener('abort', abort);
    },
  };
}

/** The prompt library's own errors for Ctrl-C and for an aborted signal; they carry no code, only a name. */
function isEndOfPrompt(error: unknown): boolean {
  return error instanceof Error && ['ExitPromptError', 'AbortPromptError', 'CancelPromptError'].includes(error.name);
}

function cancelledError(cause: unknown): AkrelayError {
  return new AkrelayError('cancelled', { message: 'Cancelled; nothing was changed.', cause });
}
