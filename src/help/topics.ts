/** A page of the reference. Its text is read when it is asked for. */
export interface Topic {
  readonly name: string;
  readonly summary: string;
  readonly text: () => Promise<string>;
}

/** The pages of `akrelay help <topic>`, in the order of the man page. */
export const topics: readonly Topic[] = [
  topic('file', 'the config file', () => import('./file.md')),
  topic('environments', 'other values for another environment', () => import('./environments.md')),
  topic('secrets', 'where passwords come from', () => import('./secrets.md')),
  topic('verdicts', 'what verify answers, and why', () => import('./verdicts.md')),
  topic('inputs', 'what verify reads', () => import('./inputs.md')),
  topic('webhooks', 'receiving what the relay and Altcraft report', () => import('./webhooks.md')),
  topic('formats', 'output for programs', () => import('./formats.md')),
  topic('exit-codes', 'exit codes', () => import('./exit-codes.md')),
  topic('ci', 'akrelay in CI', () => import('./ci.md')),
  topic('library', 'the trace engine as a library', () => import('./library.md')),
  topic('options', 'the options that every command has', () => import('./options.md')),
];

function topic(name: string, summary: string, load: () => Promise<{ readonly default: string }>): Topic {
  return { name, summary, text: async () => (await load()).default };
}
