import type { Delivery } from '../../relay/delivery.js';
import { outcomeOf, parseReply, type SmtpReply } from '../../relay/smtp-reply.js';
import { brokenReply } from './classify.js';
import { closedFailure, failureError, notSmtpFailure } from './failures.js';
import type { Envelope } from './smtp.js';
import { longestReplyBytes, type Wire } from './wire.js';

/**
 * MAIL, and RCPT for each recipient, without a message. nodemailer has no such thing, so the socket is taken over; the
 * dialogue is told what is said, and its watch goes on. The session is of no use for sending afterwards.
 */
export async function probe(wire: Wire, envelope: Envelope, until: 'mail' | 'rcpt'): Promise<Delivery> {
  const say = takeOver(wire);
  const mail = await say(`MAIL FROM:<${envelope.reversePath}>`);
  const recipients: SmtpReply[] = [];
  for (const forwardPath of envelope.forwardPaths)
    recipients.push(until === 'rcpt' && outcomeOf(mail) === 'accepted' ? await say(`RCPT TO:<${forwardPath}>`) : mail);
  await say('QUIT').catch(() => undefined);
  wire.watch.end();
  wire.connection.close();
  return { recipients, final: undefined };
}

/** Says one line and gives the reply to it. */
function takeOver({ connection, dialogue, watch, relay }: Wire): (line: string) => Promise<SmtpReply> {
  const socket = connection._socket || undefined;
  let heard = '';
  let answer: (reply: string) => void = () => undefined;
  let hangUp: (error: Error) => void = () => undefined;
  socket?.removeAllListeners('data');
  socket?.on('data', (chunk: Uint8Array) => {
    heard += Buffer.from(chunk).toString('latin1');
    if (heard.length > longestReplyBytes) {
      watch.fail(failureError(brokenReply(relay, dialogue.stage(), undefined)));
      socket.destroy();
      return;
    }
    const whole = /^(?:\d{3}-[^\n]*\n)*(?!\d{3}-)[^\n]*\n/.exec(heard);
    if (!whole) return;
    heard = heard.slice(whole[0].length);
    answer(whole[0].trimEnd().replaceAll('\r\n', '\n'));
  });
  socket?.once('close', () => hangUp(failureError(closedFailure(relay, dialogue.stage(), undefined))));
  return async (line) => {
    dialogue.logger.debug({ tnx: 'client' }, line);
    const stage = dialogue.stage();
    const replied = new Promise<string>((resolve, reject) => {
      answer = resolve;
      hangUp = reject;
    });
    socket?.write(`${line}\r\n`);
    dialogue.logger.debug({ tnx: 'server' }, await watch.race(replied));
    const text = dialogue.exchanges.at(-1)?.reply ?? '';
    const reply = parseReply(text);
    if (reply === undefined) throw failureError(notSmtpFailure(relay, stage, text));
    return reply;
  };
}
