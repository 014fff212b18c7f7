import { AkrelayError } from '../../errors.js';
import type { FoundMessage, Mailbox, MailboxAccess, MessageKey } from '../../world/mailboxes/mailboxes.js';
import type { World } from '../../world/world.js';

/** A message, and every byte of it. */
export interface Found extends FoundMessage {
  readonly bytes: Uint8Array;
}

export interface Awaited {
  readonly found: Found | undefined;
  /** The folders that were looked into. */
  readonly folders: readonly string[];
  readonly waitedMs: number;
}

/** A server that fails while it is waited for is asked again after so long. */
const againMs = 2_000;
/** A message that is being moved, or written, is looked for again after so long, so often. */
const movingMs = 150;
const mostTries = 10;

/** Looks for a message until it is there or the time is up; a `waitMs` of 0 looks once. What `act` makes of it comes along. */
export async function withMessage<Result>(
  { access, key, waitMs, timeoutMs, mailbox: known }: Search,
  world: Pick<World, 'mailbox' | 'clock' | 'cancelled'>,
  act: (awaited: Awaited, mailbox: Mailbox) => Promise<Result>,
): Promise<Result> {
  const { clock, cancelled } = world;
  const startMs = clock.elapsedMs();
  const leftMs = (): number => waitMs - (clock.elapsedMs() - startMs);
  let wasRead = known === 'was-read';
  const look = async (): Promise<Looked> => {
    const mailbox = await world.mailbox(access, { timeoutMs, totalMs: Math.max(0, leftMs()) + timeoutMs });
    try {
      for (;;) {
        const found = await taken(mailbox, key, leftMs);
        wasRead = true;
        if (found !== undefined || leftMs() <= 0) return { mailbox, found };
        await mailbox.changed(leftMs());
      }
    } catch (error) {
      await mailbox.close();
      throw error;
    }
  };
  for (;;) {
    const looked = await look().catch((error: unknown) => {
      if (wasRead && leftMs() > 0 && mayPass(error)) return undefined;
      throw error;
    });
    if (looked !== undefined) {
      const { mailbox, found } = looked;
      const waitedMs = Math.round(clock.elapsedMs() - startMs);
      return act({ found, folders: mailbox.folders(), waitedMs }, mailbox).finally(mailbox.close);
    }
    await clock.sleep(Math.min(againMs, Math.max(0, leftMs())), cancelled);
  }
}

/** A mail program, or a filter, may move the message between the look and the reading; then it is looked for again. */
async function taken(mailbox: Mailbox, key: MessageKey, leftMs: () => number): Promise<Found | undefined> {
  for (let tries = 1; ; tries++) {
    const found = await mailbox.find(key);
    try {
      return found && { ...found, bytes: await mailbox.fetch(found) };
    } catch (error) {
      if (!isMoved(error) || (tries >= mostTries && leftMs() <= 0)) throw error;
      await mailbox.changed(movingMs);
    }
  }
}

function isMoved(error: unknown): boolean {
  return error instanceof AkrelayError && error.data['id'] === 'mailbox-moved';
}

interface Looked {
  readonly mailbox: Mailbox;
  readonly found: Found | undefined;
}

export interface Search {
  readonly access: MailboxAccess;
  readonly key: MessageKey;
  readonly waitMs: number;
  readonly timeoutMs: number;
  /** One that was read before is asked again when it fails, as long as there is time; another is an error at once. */
  readonly mailbox: 'was-read' | 'new';
}

/** A server that restarts, or ends a connection, is likely to be there again. */
function mayPass(error: unknown): boolean {
  return (
    error instanceof AkrelayError && /^mailbox-(?:closed|busy|timeout|unreachable)$/.test(String(error.data['id']))
  );
}
