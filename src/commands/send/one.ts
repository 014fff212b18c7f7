import { AkrelayError } from '../../errors.js';
import type { ExitName } from '../../exit-code.js';
import { type Delivery, doubted } from '../../relay/delivery.js';
import type { Receipt } from '../../relay/receipt.js';
import { safeJson } from '../../safe-text.js';
import type { Farewell, SmtpSession } from '../../world/smtp/smtp.js';
import type { World } from '../../world/world.js';
import type { Letter } from './letter.js';
import type { SendOptions } from './options.js';
import { exitOf } from './outcome.js';
import type { Prepared } from './prepare.js';
import { receiptOf } from './receipt-of.js';

/** Paths as they were given. */
export interface WrittenFiles {
  /** Of `--receipt`. */
  readonly receipt: string | undefined;
  /** Of `--save`. */
  readonly copy: string | undefined;
}

export interface Sent {
  readonly receipt: Receipt;
  readonly written: WrittenFiles;
  readonly exit: ExitName;
}

/** Sends one message, and again while the relay says "later" and retries are left: the same message, the same Message-ID. */
export async function sendOne(prepared: Prepared, options: SendOptions, world: World): Promise<Sent> {
  const letter = await prepared.write();
  for (let left = options.retries, waitMs = firstWaitMs; ; left--, waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      return await attempt(prepared, letter, options, world);
    } catch (error) {
      if (left === 0 || !mayBeRepeated(error)) throw error;
      world.talk.note(error.message);
      world.talk.note(`Trying again in ${waitMs / 1000} s (${left} left).`);
      await world.clock.sleep(waitMs, world.cancelled);
    }
  }
}

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;

/** A temporary refusal; but once the relay had the whole message, nothing is ever sent again. */
function mayBeRepeated(error: unknown): error is AkrelayError {
  if (!(error instanceof AkrelayError) || error.kind !== 'temporary') return false;
  const receipt = error.data['receipt'] as Receipt | undefined;
  return receipt === undefined || receipt.finalReply === null;
}

async function attempt(prepared: Prepared, letter: Letter, options: SendOptions, world: World): Promise<Sent> {
  const startedAt = world.clock.now();
  const startMs = world.clock.elapsedMs();
  const session = await world.smtp.open(prepared.access);
  const { delivery, farewell } = await deliverAndClose(session, prepared, letter, options, world);
  const totalMs = world.clock.elapsedMs() - startMs;
  const settled = farewell === 'contradicted' ? doubted(delivery) : delivery;
  const receipt = receiptOf({ ...prepared, letter, delivery: settled, session, startedAt, totalMs });
  if (options.receipt !== undefined) await writeReceipt(options.receipt, receipt, world);
  const written = { receipt: options.receipt, copy: options.save };
  return { receipt, written, exit: exitOf(receipt, settled, written) };
}

async function deliverAndClose(
  session: SmtpSession,
  ...parts: readonly [Prepared, Letter, SendOptions, World]
): Promise<{ readonly delivery: Delivery; readonly farewell: Farewell }> {
  try {
    const delivery = await deliver(session, ...parts);
    return { delivery, farewell: await session.close() };
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** The copy is written before the message leaves, so that what cannot be kept is not sent. */
async function deliver(
  session: SmtpSession,
  { envelope }: Prepared,
  { bytes }: Letter,
  { save }: SendOptions,
  { files }: World,
): Promise<Delivery> {
  if (save !== undefined) await files.write(save, bytes, 'shared');
  return session.send(envelope, bytes);
}

/** The same JSON as `--json` prints. The message has gone, so a file that cannot be written must not hide what the relay said. */
async function writeReceipt(path: string, receipt: Receipt, { files }: World): Promise<void> {
  const text = safeJson(`${JSON.stringify({ schema: 'akrelay/send@1', ...receipt }, null, 2)}\n`);
  await files.write(path, text, 'private').catch((error: AkrelayError) => {
    throw new AkrelayError('cannot-write', {
      message: `The relay replied (${receipt.outcome}, ${receipt.token === null ? receipt.messageId : `token ${receipt.token}`}), but the receipt could not be written. ${error.message}`,
      hint: 'Do not send the message again. Next time, --json prints the receipt too.',
      data: { receipt },
      cause: error,
    });
  });
}
