import { AkrelayError, type ErrorKind } from '../../errors.js';
import { deadlineIn } from '../deadline.js';
import { responseTo } from '../web/ask-web.js';
import { failureOf } from '../web/failures.js';
import { broken, contentOf, failed, judged, type Outcome } from './judge-reply.js';
import type { JsonCall, JsonReply } from './statistics-room.js';

export interface AskOptions {
  readonly cancelled: AbortSignal;
  /** Masks the secrets of the call in what the server says. */
  readonly mask: (text: string) => string;
  /** Before the first retry; doubled each time. */
  readonly retryMs: number;
  /** For one try; 60 seconds where it is left out. */
  readonly timeoutMs?: number;
  readonly sleep: (ms: number, cancelled: AbortSignal) => Promise<void>;
}

/** "4 retries" is what the programs that read `stat.uni` do (observed 2026-11). */
const retries = 4;
const usualMs = 60_000;

/**
 * Posts JSON and returns the JSON of the reply, whatever its status. Tries again where no whole reply came, and for 429 and 5xx. Throws
 * `host-not-found`, `unreachable`, `temporary`, `tls`, `protocol` or `authentication`; no error holds what was sent.
 */
export async function askJson(call: JsonCall, options: AskOptions): Promise<JsonReply> {
  for (let tries = 0; ; tries += 1) {
    const outcome = await askOnce(call, options);
    if (outcome.kind === 'reply') return outcome.reply;
    if (outcome.again === 'no' || tries === retries) throw outcome.error;
    await options.sleep(options.retryMs * 2 ** tries, options.cancelled);
  }
}

async function askOnce(call: JsonCall, { cancelled, mask, timeoutMs = usualMs }: AskOptions): Promise<Outcome> {
  const url = new URL(call.url);
  const late = deadlineIn(timeoutMs, cancelled);
  try {
    const headers = { 'Content-Type': 'application/json', 'User-Agent': 'akrelay', ...call.headers };
    const body = Buffer.from(JSON.stringify(call.body));
    const request = { ...call, method: 'POST', headers, body, pace: 'at-once', timeoutMs, cancelled, mask } as const;
    const response = await responseTo(request, late.signal);
    const content = await contentOf(response);
    cancelled.throwIfAborted();
    if (content.kind === 'whole') return judged(url, response, content.bytes, mask);
    return broken(url, content, late.signal.aborted ? timeoutMs : undefined);
  } catch (error) {
    cancelled.throwIfAborted();
    if (error instanceof AkrelayError) throw error;
    if (late.signal.aborted)
      return failed(
        'temporary',
        `${url.host} did not answer within ${timeoutMs / 1000} seconds.`,
        'Try again, or ask for a shorter period.',
        'yes',
      );
    const { finding, why, fix } = failureOf(url, error, mask);
    const kind = kinds[finding] ?? 'tls';
    return failed(kind, `${url.host}: ${why}.`, fix, kind === 'tls' ? 'no' : 'yes');
  } finally {
    late.end();
  }
}

const kinds: Readonly<Record<string, ErrorKind>> = {
  'webhook-no-host': 'host-not-found',
  'webhook-unreachable': 'unreachable',
};
