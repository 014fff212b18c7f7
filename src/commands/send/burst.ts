import { AkrelayError } from '../../errors.js';
import type { ExitName } from '../../exit-code.js';
import { sendOutcome } from '../../relay/delivery.js';
import type { Receipt } from '../../relay/receipt.js';
import type { World } from '../../world/world.js';
import type { Letter } from './letter.js';
import type { SendOptions } from './options.js';
import type { Prepared } from './prepare.js';
import { receiptOf } from './receipt-of.js';

export interface Burst {
  readonly receipts: readonly Receipt[];
  /** From the first connection to the end of the last message. */
  readonly totalMs: number;
}

/** Sends several messages in one session, one receipt each. A session that breaks ends the burst, and its JSON has the receipts so far. */
export async function sendBurst(prepared: Prepared, options: SendOptions, world: World): Promise<Burst> {
  const startMs = world.clock.elapsedMs();
  const receipts: Receipt[] = [];
  const session = await world.smtp.open(prepared.access);
  try {
    let upcoming = written(prepared);
    for (let sent = 0; sent < options.count; sent++) {
      await pace(sent, startMs, options.rate, world);
      const letter = await upcoming;
      // The next one is put together while the relay thinks about this one.
      if (sent + 1 < options.count) upcoming = written(prepared);
      const startedAt = world.clock.now();
      const beginMs = world.clock.elapsedMs();
      const delivery = await session.send(prepared.envelope, letter.bytes);
      const totalMs = world.clock.elapsedMs() - beginMs;
      receipts.push(receiptOf({ ...prepared, letter, delivery, session, startedAt, totalMs }));
      world.talk.progress(`${sent + 1} of ${options.count} sent`);
      if (sendOutcome(delivery) === 'maybe-accepted') break;
    }
  } catch (error) {
    if (!(error instanceof AkrelayError)) throw error;
    const broken = error.kind === 'cancelled' && receipts.length > 0 ? 'Cancelled.' : error.message;
    throw new AkrelayError(error.kind, {
      message: `${broken} ${receipts.length} of ${options.count} messages were handed over before.`,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      details: [...error.details, ...receipts.map(handedOver)],
      data: { ...error.data, receipts },
      cause: error,
    });
  } finally {
    await session.close();
    world.talk.progress(undefined);
  }
  return { receipts, totalMs: Math.round(world.clock.elapsedMs() - startMs) };
}

function handedOver({ token, messageId, outcome, queueId }: Receipt): string {
  return `${token ?? messageId} ${outcome}${queueId === null ? '' : `, queue id ${queueId}`}`;
}

/** A letter to come; when the session ends before it is wanted, its failure is nobody's business. */
function written(prepared: Prepared): Promise<Letter> {
  const letter = prepared.write();
  letter.catch(() => undefined);
  return letter;
}

/** Waits until the message at `index` is due. */
async function pace(
  index: number,
  startMs: number,
  rate: number | undefined,
  { clock, cancelled }: World,
): Promise<void> {
  if (rate === undefined) return;
  const dueMs = startMs + (index * 1000) / rate - clock.elapsedMs();
  if (dueMs > 0) await clock.sleep(dueMs, cancelled);
}

/** All accepted; or the worst that happened. */
export function exitOfBurst({ receipts }: Burst, count: number): ExitName {
  if (receipts.some(({ outcome }) => outcome === 'maybe-accepted')) return 'unknown';
  return receipts.length === count && receipts.every(({ outcome }) => outcome === 'accepted') ? 'done' : 'no';
}
