import type { InputFile } from '../../world/messages/message-files.js';
import type { World } from '../../world/world.js';
import type { Judge } from './judge-message.js';
import { type Further, oneByOne } from './one-by-one.js';
import { oneMessage } from './one-message.js';
import type { VerifyOptions } from './options.js';
import { redactedCopy } from './redacted-copy.js';
import type { Batch } from './result.js';

/** Where results come from. */
export interface Source {
  readonly files: AsyncIterable<readonly InputFile[]>;
  readonly judge: Judge;
  readonly world: World;
}

/** The results, each with its authentication, for which name servers are asked; with a file for a copy, that of the only message. */
export async function* authenticated(
  auth: NonNullable<VerifyOptions['auth']>,
  redact: string | undefined,
  source: Source,
): AsyncIterable<Batch> {
  const [{ withAuthentication, addAuthentication }, authenticator] = await Promise.all([
    import('./authentication.js'),
    source.world.authenticator(auth),
  ]);
  if (redact === undefined) return yield* withAuthentication(source.files, source.judge, authenticator);
  try {
    yield* redacted(redact, source, (message, result) => addAuthentication(message, result, authenticator));
  } finally {
    await authenticator.close();
  }
}

/** The result of the only message, whose copy is written to the file. Throws `usage` when there are several. */
export async function* redacted(file: string, { files, judge, world }: Source, further: Further): AsyncIterable<Batch> {
  const found: Batch[] = [];
  let messages = 0;
  let copy: string | undefined;
  const copied: Further = async (message, result) => {
    messages++;
    if (messages === 1 && result.kind === 'judged') copy = await redactedCopy(message, result.verdict, judge);
    return further(message, result);
  };
  for await (const batch of oneByOne(files, judge, copied)) {
    if (messages > 1) throw oneMessage();
    found.push(batch);
  }
  if (copy !== undefined) {
    await world.files.write(file, copy, 'shared');
    world.talk.note(`Wrote ${file}`);
  }
  yield* found;
}
