import { AkrelayError } from '../../errors.js';
import type { ExitName } from '../../exit-code.js';
import { type Delivery, doubted, sendOutcome } from '../../relay/delivery.js';
import { formatHostPort } from '../../relay/host-port.js';
import type { Receipt } from '../../relay/receipt.js';
import { formatReply, type SmtpReply } from '../../relay/smtp-reply.js';
import type { SmtpSession } from '../../world/smtp/smtp.js';
import type { World } from '../../world/world.js';
import type { Letter } from './letter.js';
import type { SendOptions } from './options.js';
import type { Prepared } from './prepare.js';
import { type ReceiptParts, receiptOf } from './receipt-of.js';

export interface Burst {
  readonly receipts: readonly Receipt[];
  /** From the first connection to the end of the last message. */
  readonly totalMs: number;
  /** Messages a second, from the start of the first to the start of the last; undefined for one message. */
  readonly perSecond: number | undefined;
}

/** What was sent so far; each with when it began, on the clock. */
interface Sent {
  readonly parts: ReceiptParts;
  readonly beganMs: number;
}

/** Sends several messages in one session, one receipt each. A session that breaks ends the burst, and its JSON has the receipts so far. */
export async function sendBurst(prepared: Prepared, options: SendOptions, world: World): Promise<Burst> {
  const startMs = world.clock.elapsedMs();
  const session = await world.smtp.open(prepared.access);
  const sent: Sent[] = [];
  const failure = await sendAll(session, prepared, options, world, sent).then(
    () => undefined,
    (error: unknown) => error,
  );
  const farewell = await session.close();
  world.talk.progress(undefined);
  const receipts = sent.map(({ parts }, index) => {
    const isDoubtful = farewell === 'contradicted' && index === sent.length - 1;
    return receiptOf(isDoubtful ? { ...parts, delivery: doubted(parts.delivery) } : parts);
  });
  if (failure !== undefined) throw brokenOff(failure, receipts, options.count);
  const totalMs = Math.round(world.clock.elapsedMs() - startMs);
  return { receipts, totalMs, perSecond: rateOf(sent) };
}

async function sendAll(
  session: SmtpSession,
  prepared: Prepared,
  { count, rate }: SendOptions,
  world: World,
  sent: Sent[],
): Promise<void> {
  let upcoming = written(prepared);
  while (sent.length < count) {
    await pace(sent, rate, world);
    const letter = await upcoming;
    // The next one is put together while the relay thinks about this one.
    if (sent.length + 1 < count) upcoming = written(prepared);
    const startedAt = world.clock.now();
    const beganMs = world.clock.elapsedMs();
    const delivery = await session.send(prepared.envelope, letter.bytes);
    const totalMs = world.clock.elapsedMs() - beganMs;
    // Of a session that goes on, only what it took so far.
    const settled = { facts: session.facts, timings: always(session.timings()) };
    sent.push({ parts: { ...prepared, letter, delivery, session: settled, startedAt, totalMs }, beganMs });
    world.talk.progress(`${sent.length} of ${count} sent`);
    if (sendOutcome(delivery) === 'maybe-accepted') return;
    const goodbye = goodbyeIn(delivery);
    if (goodbye && sent.length < count) throw ended(prepared, goodbye);
  }
}

function always<Value>(value: Value): () => Value {
  return () => value;
}

/** 421 ends the session (RFC 5321 §3.8), whatever it answers. */
function goodbyeIn({ recipients, final }: Delivery): SmtpReply | undefined {
  return [...recipients, ...(typeof final === 'object' ? [final] : [])].find(({ replyCode }) => replyCode === 421);
}

function ended({ access }: Prepared, goodbye: SmtpReply): AkrelayError {
  return new AkrelayError('temporary', {
    message: `${formatHostPort(access)} ended the session: ${formatReply(goodbye)}`,
    hint: 'Send the rest later or with --rate. The relay may limit the number of messages in one session.',
    data: { id: 'message-deferred' },
  });
}

function brokenOff(error: unknown, receipts: readonly Receipt[], count: number): unknown {
  if (!(error instanceof AkrelayError)) return error;
  const handedOver = receipts.filter(({ outcome }) => outcome !== 'deferred' && outcome !== 'rejected').length;
  const broken = error.kind === 'cancelled' && handedOver > 0 ? 'Cancelled.' : error.message;
  const sentence = /[.!?]$/.test(broken) ? broken : `${broken}.`;
  return new AkrelayError(error.kind, {
    message: `${sentence} ${handedOver} of ${count} messages were sent before that.`,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    details: [...error.details, ...receipts.map(lineOf)],
    data: { ...error.data, receipts },
    cause: error,
  });
}

function lineOf({ token, messageId, outcome, queueId }: Receipt): string {
  return `${token ?? messageId} ${outcome}${queueId === null ? '' : `, queue id ${queueId}`}`;
}

/** A letter to come; when the session ends before it is wanted, its failure is nobody's business. */
function written(prepared: Prepared): Promise<Letter> {
  const letter = prepared.write();
  letter.catch(() => undefined);
  return letter;
}

/** Waits until the next message is due: so many after the first. */
async function pace(sent: readonly Sent[], rate: number | undefined, { clock, cancelled }: World): Promise<void> {
  const [first] = sent;
  if (rate === undefined || first === undefined) return;
  const leftMs = (): number => first.beganMs + (sent.length * 1000) / rate - clock.elapsedMs();
  // A timer drops fractions of a millisecond, and may be one early.
  while (leftMs() > 0) await clock.sleep(Math.ceil(leftMs()), cancelled);
}

/** From start to start: three messages in two tenths of a second are ten a second, not fifteen. */
function rateOf(sent: readonly Sent[]): number | undefined {
  const spanMs = (sent.at(-1)?.beganMs ?? 0) - (sent[0]?.beganMs ?? 0);
  return sent.length < 2 || spanMs === 0 ? undefined : Math.round(((sent.length - 1) * 10_000) / spanMs) / 10;
}

/** All accepted; or the worst that happened. */
export function exitOfBurst({ receipts }: Burst, count: number): ExitName {
  if (receipts.some(({ outcome }) => outcome === 'maybe-accepted')) return 'unknown';
  return receipts.length === count && receipts.every(({ outcome }) => outcome === 'accepted') ? 'done' : 'no';
}
