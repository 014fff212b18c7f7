/** A page of the reference. Its text is read when it is asked for. */
export interface Topic {
  readonly name: string;
  readonly text: () => Promise<string>;
  /** Commands, and groups of them, whose help points to it. */
  readonly commands: readonly string[];
}

/** The pages of `akrelay help <topic>`. */
export const topics: readonly Topic[] = [
  topic('file', () => import('./file.md'), ['init', 'sender', 'virtual', 'route', 'config']),
  topic('environments', () => import('./environments.md'), ['config']),
  topic('secrets', () => import('./secrets.md'), ['sender', 'config', 'check', 'send']),
  topic('sessions', () => import('./sessions.md'), ['check', 'send', 'lab']),
  topic('verdicts', () => import('./verdicts.md'), ['verify', 'watch verify', 'explain']),
  topic('authentication', () => import('./authentication.md'), ['verify', 'prove', 'check']),
  topic('inputs', () => import('./inputs.md'), ['verify']),
  topic('webhooks', () => import('./webhooks.md'), ['events']),
  topic('proof', () => import('./proof.md'), ['prove', 'virtual shift', 'watch prove']),
  topic('watch', () => import('./watch.md'), ['watch']),
  topic('mailboxes', () => import('./mailboxes.md'), ['prove', 'fetch', 'watch prove']),
  topic('statistics', () => import('./statistics.md'), ['stats compare']),
  topic('reconcile', () => import('./reconcile.md'), ['stats reconcile']),
  topic('formats', () => import('./formats.md'), ['verify', 'config validate', 'prove']),
  topic('exit-codes', () => import('./exit-codes.md')),
  topic('ci', () => import('./ci.md')),
  topic('library', () => import('./library.md')),
  topic('options', () => import('./options.md')),
];

function topic(
  name: string,
  load: () => Promise<{ readonly default: string }>,
  commands: readonly string[] = [],
): Topic {
  return { name, text: async () => (await load()).default, commands };
}
