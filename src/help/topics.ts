/** A page of the reference. Its text is read when it is asked for. */
export interface Topic {
  readonly name: string;
  readonly text: () => Promise<string>;
}

/** The pages of `akrelay help <topic>`. */
export const topics: readonly Topic[] = [
  topic('file', () => import('./file.md')),
  topic('environments', () => import('./environments.md')),
  topic('secrets', () => import('./secrets.md')),
  topic('sessions', () => import('./sessions.md')),
  topic('verdicts', () => import('./verdicts.md')),
  topic('authentication', () => import('./authentication.md')),
  topic('inputs', () => import('./inputs.md')),
  topic('webhooks', () => import('./webhooks.md')),
  topic('proof', () => import('./proof.md')),
  topic('watch', () => import('./watch.md')),
  topic('mailboxes', () => import('./mailboxes.md')),
  topic('statistics', () => import('./statistics.md')),
  topic('reconcile', () => import('./reconcile.md')),
  topic('formats', () => import('./formats.md')),
  topic('exit-codes', () => import('./exit-codes.md')),
  topic('ci', () => import('./ci.md')),
  topic('library', () => import('./library.md')),
  topic('options', () => import('./options.md')),
];

function topic(name: string, load: () => Promise<{ readonly default: string }>): Topic {
  return { name, text: async () => (await load()).default };
}
