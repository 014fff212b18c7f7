import type { EventQuery } from '../../events/index.js';
import type { ProofStep } from '../../relay/proof.js';
import type { ProofReceipt } from '../../relay/proof-receipt.js';
import type { StoredEvent } from '../../world/events/store.js';
import type { World } from '../../world/world.js';
import { eventsSetup, openStore } from '../events/setup.js';
import { stopwatch } from '../stopwatch.js';
import type { ProveOptions } from './options.js';
import { proofStep } from './step.js';

/** What says how a delivery ended. */
const kinds: EventQuery['kinds'] = ['delivered', 'delivery', 'soft-bounce', 'hard-bounce', 'bounce'];
const everything = {
  source: undefined,
  messageId: undefined,
  recipient: undefined,
  sinceMs: undefined,
  untilMs: undefined,
};

export interface Reported {
  readonly step: ProofStep;
  readonly events: readonly StoredEvent[];
}

/** Waits for the relay's report of the delivery in the event store. */
export async function deliveryEvent({ token }: ProofReceipt, options: ProveOptions, world: World): Promise<Reported> {
  const none = (why: string): Reported => ({ step: proofStep('event', 'skipped', why), events: [] });
  if (options.skip.includes('event')) return none('skipped with --skip');
  const { settings } = await eventsSetup(world);
  if (options.store === undefined && settings.store === undefined)
    return none('no event store: set --store, or events.store in the config');
  const { clock, cancelled } = world;
  const tookMs = stopwatch(world);
  const store = await openStore(options.store, world);
  const query = { ...everything, token, kinds };
  const over = new AbortController();
  const stop = (): void => over.abort();
  cancelled.addEventListener('abort', stop, { once: true });
  if (cancelled.aborted) stop();
  // No AbortSignal.timeout: Node may collect one that only AbortSignal.any knows, and then it never fires.
  clock.sleep(options.waitMs, over.signal).then(stop, stop);
  try {
    for await (const _first of store.tail(query, 1, over.signal)) {
      const found: StoredEvent[] = [];
      for await (const event of store.events(query)) if (event.copy === 'first') found.push(event);
      return { step: stepOf(found, tookMs()), events: found };
    }
  } finally {
    stop();
    cancelled.removeEventListener('abort', stop);
  }
  cancelled.throwIfAborted();
  return { step: missing(tookMs()), events: [] };
}

function stepOf(events: readonly StoredEvent[], tookMs: number): ProofStep {
  const evidence = events.map(({ kind, source }) => `${kind} (${source})`).join(', ');
  const bounce = events.find(({ kind }) => /bounce/.test(kind));
  if (bounce === undefined) return proofStep('event', 'pass', evidence, tookMs);
  return proofStep('event', 'fail', `${evidence}${bounce.reason === undefined ? '' : `: ${bounce.reason}`}`, tookMs, {
    finding: 'prove-bounced',
    fix: 'See the reason in the event: akrelay events show --token',
  });
}

function missing(tookMs: number): ProofStep {
  return proofStep('event', 'unknown', 'the relay has reported no delivery yet', tookMs, {
    finding: 'prove-event-missing',
    fix: 'Check that akrelay events listen is running and that the webhook reaches it: akrelay check --webhook',
  });
}
