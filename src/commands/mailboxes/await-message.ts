import { AkrelayError } from '../../errors.js';
import type {
  FoundMessage,
  Mailbox,
  MailboxAccess,
  MailboxLimits,
  MessageKey,
} from '../../world/mailboxes/mailboxes.js';
import type { World } from '../../world/world.js';

export interface Awaited {
  readonly found: FoundMessage | undefined;
  /** The folders that were looked into. */
  readonly folders: readonly string[];
  readonly waitedMs: number;
}

/** A server that ends a connection while it waits is asked again after so long. */
const againMs = 2_000;

/** Looks for a message until it is there or the time is up; a `waitMs` of 0 looks once. What `act` makes of it comes along. */
export async function withMessage<Result>(
  { access, key, waitMs, timeoutMs }: Search,
  world: Pick<World, 'mailbox' | 'clock' | 'cancelled'>,
  act: (awaited: Awaited, mailbox: Mailbox) => Promise<Result>,
): Promise<Result> {
  const { clock, cancelled } = world;
  const startMs = clock.elapsedMs();
  const leftMs = (): number => waitMs - (clock.elapsedMs() - startMs);
  for (;;) {
    const limits: MailboxLimits = { timeoutMs, totalMs: Math.max(0, leftMs()) + timeoutMs };
    const mailbox = await world.mailbox(access, limits);
    try {
      const found = await lookUntil(mailbox, key, leftMs);
      if (found !== 'broken') {
        const waitedMs = Math.round(clock.elapsedMs() - startMs);
        return await act({ found, folders: mailbox.folders(), waitedMs }, mailbox);
      }
    } finally {
      await mailbox.close();
    }
    await clock.sleep(Math.min(againMs, Math.max(0, leftMs())), cancelled);
  }
}

export interface Search {
  readonly access: MailboxAccess;
  readonly key: MessageKey;
  readonly waitMs: number;
  readonly timeoutMs: number;
}

/** `broken`: the connection ended, and there is time left to open another. */
async function lookUntil(
  mailbox: Mailbox,
  key: MessageKey,
  leftMs: () => number,
): Promise<FoundMessage | undefined | 'broken'> {
  for (let looks = 0; ; looks++) {
    try {
      const found = await mailbox.find(key);
      if (found !== undefined || leftMs() <= 0) return found;
      await mailbox.changed(leftMs());
    } catch (error) {
      if (looks > 0 && leftMs() > 0 && mayPass(error)) return 'broken';
      throw error;
    }
  }
}

/** A mailbox that was read once is likely to be read again. */
function mayPass(error: unknown): boolean {
  return error instanceof AkrelayError && /^mailbox-(?:closed|busy|timeout)$/.test(String(error.data['id']));
}
