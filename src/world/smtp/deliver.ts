import { domainToASCII } from 'node:url';
import { AkrelayError } from '../../errors.js';
import type { Delivery } from '../../relay/delivery.js';
import { outcomeOf, parseReply, type SmtpReply } from '../../relay/smtp-reply.js';
import { classify, type LibraryError } from './classify.js';
import type { Exchange } from './dialogue.js';
import { failureError } from './failures.js';
import type { Envelope } from './smtp.js';
import type { Wire } from './wire.js';

/** Sends one message once and gathers the replies. Throws when the conversation broke before the final dot. */
export async function deliver(wire: Wire, envelope: Envelope, message: Uint8Array): Promise<Delivery> {
  const from = wire.dialogue.exchanges.length;
  wire.watch.waits('mail');
  const failure = await transfer(wire, envelope, message).then(
    () => undefined,
    (error: unknown) => error,
  );
  wire.watch.rest();
  const exchanges = wire.dialogue.exchanges.slice(from);
  const delivery = deliveryOf(envelope, exchanges, wire.dialogue.stage() === 'dot');
  if (delivery !== undefined) return delivery;
  if (failure instanceof AkrelayError) throw failure;
  const stage = exchanges.at(-1)?.stage ?? wire.dialogue.stage();
  throw failureError(
    classify(failure as LibraryError, { relay: wire.relay, host: wire.access.host, stage, hearing: wire.hearing }),
  );
}

function transfer({ connection, watch }: Wire, envelope: Envelope, message: Uint8Array): Promise<void> {
  const content = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const done = new Promise<void>((resolve, reject) => {
    connection.send(
      {
        from: asciiDomain(envelope.reversePath),
        to: envelope.forwardPaths.map(asciiDomain),
        size: content.length,
        use8BitMime: /[^\x00-\x7f]/.test(content.toString('latin1')),
        ...(envelope.dsn ? { dsn: { notify: envelope.dsn.map((when) => when.toUpperCase()), ret: 'HDRS' } } : {}),
      },
      content,
      (error: LibraryError | null) => (error ? reject(error) : resolve()),
    );
  });
  return watch.race(done);
}

/** The domain as DNS knows it (RFC 5890 §2.3.2.1); only the part before the @ may need SMTPUTF8. */
export function asciiDomain(path: string): string {
  if (/^[\x00-\x7f]*$/.test(path)) return path;
  const at = path.lastIndexOf('@');
  return path.slice(0, at + 1) + (domainToASCII(path.slice(at + 1)) || path.slice(at + 1));
}

/** What the replies say; undefined when they do not reach far enough to say anything. */
function deliveryOf(
  envelope: Envelope,
  exchanges: readonly Exchange[],
  waitsForVerdict: boolean,
): Delivery | undefined {
  const replies = (stage: Exchange['stage']): (SmtpReply | undefined)[] =>
    exchanges.filter((exchange) => exchange.stage === stage).map(({ reply }) => parseReply(reply));
  // RFC 5321 §3.8: after 421 the server closes, so it answers everything that was still to come.
  const goodbye = exchanges.map(({ reply }) => parseReply(reply)).find((reply) => reply?.replyCode === 421);
  const [mail = goodbye] = replies('mail');
  if (mail === undefined) return undefined;
  const own = replies('rcpt');
  const recipients = envelope.forwardPaths.map((_path, index) =>
    outcomeOf(mail) === 'accepted' ? (own[index] ?? goodbye) : mail,
  );
  if (!recipients.every((reply) => reply !== undefined)) return undefined;
  if (recipients.every((reply) => outcomeOf(reply) !== 'accepted')) return { recipients, final: undefined };
  const data = replies('data')[0];
  const refusedData = data && data.replyCode >= 400 ? data : undefined;
  const dots = replies('dot');
  const final =
    dots.length > 0 ? (dots[0] ?? 'lost') : (refusedData ?? goodbye ?? (waitsForVerdict ? 'lost' : undefined));
  return final === undefined ? undefined : { recipients, final };
}
