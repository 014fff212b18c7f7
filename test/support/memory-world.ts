import { Command } from 'commander';
import type { CommandSpec } from '../../src/commands/command.js';
import type { ConfigSource } from '../../src/world/files/config-files.js';
import type { ConfigFiles, Prompts, World } from '../../src/world/world.js';

/** What `spec.parse` makes of these words, read by commander as in the program. */
export function optionsOf<Options>(spec: CommandSpec<Options, unknown>, words: readonly string[]): Options {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  spec.declare(command);
  command.parse([...words], { from: 'user' });
  return spec.parse({ args: command.processedArgs, options: command.opts() });
}

/** A question that was asked, and what was answered; `problem` is what was said of an answer that had to be given again. */
export interface Asked {
  readonly message: string;
  readonly default: string | undefined;
  readonly answer: unknown;
  readonly problem?: string;
}

/** A person who answers in this order: text or a choice's value, true or false, undefined = just Enter. */
export function person(answers: readonly unknown[]): { readonly prompts: Prompts; readonly asked: Asked[] } {
  const asked: Asked[] = [];
  const left = [...answers];
  const next = (message: string, preset: string | undefined): unknown => {
    if (left.length === 0) throw new Error(`nobody answers: ${message}`);
    return left.shift() ?? preset;
  };
  const text: Prompts['text'] = async ({ message, default: preset, problem }) => {
    for (;;) {
      const answer = String(next(message, preset) ?? '');
      const wrong = problem?.(answer);
      asked.push({ message, default: preset, answer, ...(wrong === undefined ? {} : { problem: wrong }) });
      if (wrong === undefined) return answer;
    }
  };
  return {
    asked,
    prompts: {
      text,
      secret: ({ message }) => text({ message }),
      choice: async ({ message, choices, default: preset }) => {
        const answer = next(message, preset ?? choices[0]?.value);
        const chosen = choices.find(({ value }) => value === answer);
        if (chosen === undefined) throw new Error(`${message} has no choice ${String(answer)}`);
        asked.push({ message, default: preset, answer });
        return chosen.value;
      },
      confirm: async ({ message, default: preset }) => {
        const answer = next(message, preset);
        asked.push({ message, default: preset, answer });
        return answer === true || answer === 'yes';
      },
    },
  };
}

export interface MemoryWorld {
  readonly world: World;
  /** The file now. */
  readonly text: () => string;
  /** What somebody else writes into the file. */
  readonly overwrite: (text: string) => void;
  readonly secrets: readonly string[];
}

/** A world whose config is a text in memory, where nobody is asked unless `prompts` are given. */
export function memoryWorld(config: string, prompts?: Prompts): MemoryWorld {
  let text = config;
  const secrets: string[] = [];
  const read = async (): Promise<ConfigSource> => ({
    path: '/srv/mail/akrelay.yaml',
    shownAs: 'akrelay.yaml',
    text,
    readableBy: 'owner',
  });
  const files: ConfigFiles = {
    given: undefined,
    find: async () => '/srv/mail/akrelay.yaml',
    read,
    update: async (edit) => {
      const plan = edit(await read());
      if (plan.changed) text = plan.text;
      return plan;
    },
    allow: async () => undefined,
    expectNew: async () => undefined,
    create: async () => undefined,
  };
  const overwrite = (after: string): void => {
    text = after;
  };
  const world = {
    config: files,
    prompts,
    randomHex: (bytes: number) => '7f'.repeat(bytes),
    learnSecret: (secret: string) => secrets.push(secret),
  } as unknown as World;
  return { world, text: () => text, overwrite, secrets };
}
