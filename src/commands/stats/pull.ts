import { usageError } from '../../errors.js';
import { readReply } from '../../events/statistics/index.js';
import type { EventStore, PullWriter } from '../../world/events/store.js';
import type { World } from '../../world/world.js';
import { altcraftReplies } from './apis.js';
import { statisticsSetup } from './setup.js';

export interface PullRequest {
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
  /** Path of a CA file. */
  readonly ca: string | undefined;
}

/** Fetches Altcraft's history of the period and stores what the store has not yet. Throws `usage` where no period is given. */
export async function pullHistory(
  store: EventStore,
  { sinceMs, untilMs, ca }: PullRequest,
  world: World,
): Promise<void> {
  if (sinceMs === undefined) throw usageError('--pull needs a period.', 'Add --since, such as --since 7d.');
  const setup = await statisticsSetup(undefined, world);
  const caPem = ca === undefined ? undefined : new TextDecoder().decode(await world.files.read(ca));
  const days = { firstDay: dayOf(sinceMs), lastDay: dayOf((untilMs ?? world.clock.now().getTime()) - 1) };
  const replies = altcraftReplies({ days, caPem, flag: '--pull' }, setup, world);
  const counts = { fetched: 0, fresh: 0 };
  let writer: PullWriter | undefined;
  try {
    for await (const { value } of replies) {
      const reply = readReply(value, 'altcraft');
      if (reply.kind !== 'events') continue;
      // Not before there is a reply: a request that fails must not leave an empty store.
      writer ??= await store.openPull('altcraft', world.cancelled);
      counts.fetched += reply.raws.length;
      counts.fresh += await writer.add(reply.raws);
    }
  } catch (error) {
    if (counts.fetched > 0) world.talk.note(`${saying(counts)} Run the command again to fetch the rest.`);
    throw error;
  } finally {
    await writer?.close();
  }
  world.talk.note(saying(counts));
}

function saying({ fetched, fresh }: { readonly fetched: number; readonly fresh: number }): string {
  return `Events from Altcraft: ${fetched} fetched, ${fresh} new and stored.`;
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
