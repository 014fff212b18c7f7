import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { AkrelayError } from '../../errors.js';
import type { Delivery } from '../../relay/delivery.js';
import { outcomeOf, parseReply, type SmtpReply } from '../../relay/smtp-reply.js';
import type { SmtpStage } from '../../relay/smtp-stage.js';
import { asciiDomain } from './ascii-domain.js';
import type { Conversation } from './channel/conversation.js';
import { failureError } from './failures/failures.js';
import { lostConnection } from './failures/tls-failures.js';
import type { Place } from './session.js';
import type { Envelope } from './smtp.js';

/** nodemailer's own clocks are set past ours, so that ours give the reason. */
const neverMs = 3_600_000;

/** nodemailer's client on the channel, told what was said on the way in. */
export async function startClient({ access, channel, ehloName, watch }: Place): Promise<SMTPConnection> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const { exchanges } = channel.conversation;
  const said = (stage: SmtpStage): string => exchanges.findLast((one) => one.stage === stage)?.reply ?? '';
  const connection = new Connection({
    connection: channel.clientSocket({ greeting: said('greeting'), ehlo: said('ehlo') }),
    host: access.host,
    port: access.port,
    name: ehloName,
    ignoreTLS: true,
    connectionTimeout: neverMs,
    greetingTimeout: neverMs,
    socketTimeout: neverMs,
    socketCloseTimeout: 0,
  });
  // How a session ends is told by the channel.
  connection.on('error', () => undefined);
  // One that ended before nodemailer listened to it would leave its clock running, and the process with it.
  channel.ended.then(() => connection.close());
  const connected = new Promise<void>((resolve) => connection.connect(() => resolve()));
  await watch.race(Promise.race([connected, channel.ended]));
  return connection;
}

/** Sends one message once and gathers the replies. Throws when the conversation broke before the final dot. */
export async function deliverBy(
  connection: SMTPConnection,
  { channel, watch }: Place,
  envelope: Envelope,
  message: Uint8Array,
): Promise<Delivery> {
  const { conversation, relay } = channel;
  const from = conversation.exchanges.length;
  // The client is not always told of an end; what was answered until then is known here.
  const sent = Promise.race([transfer(connection, envelope, message), channel.ended]);
  const failure = await watch.race(sent).catch((error: unknown) => error);
  watch.rest();
  const isBroken = failure instanceof AkrelayError && !isEnd(failure);
  const delivery =
    isBroken && !conversation.hasText
      ? undefined
      : deliveryOf(envelope, (stage) => repliesTo(stage, conversation, from), conversation);
  if (delivery !== undefined) return delivery;
  throw failure instanceof AkrelayError ? failure : failureError(lostConnection(relay, conversation.stage, undefined));
}

/** The end of the connection, or of the time: what was answered before then is answered. */
function isEnd({ data }: AkrelayError): boolean {
  return /^(closed|timeout)-/.test(String(data['id']));
}

function transfer(connection: SMTPConnection, envelope: Envelope, message: Uint8Array): Promise<void> {
  const content = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const letter = {
    from: asciiDomain(envelope.reversePath),
    to: envelope.forwardPaths.map(asciiDomain),
    size: content.length,
    use8BitMime: /[^\x00-\x7f]/.test(content.toString('latin1')),
    ...(envelope.dsn ? { dsn: { notify: envelope.dsn.map((when) => when.toUpperCase()), ret: 'HDRS' } } : {}),
  };
  return new Promise((resolve) => connection.send(letter, content, () => resolve()));
}

function repliesTo(stage: SmtpStage, { exchanges }: Conversation, from: number): (SmtpReply | undefined)[] {
  return exchanges.slice(from).flatMap((one) => (one.stage === stage ? [parseReply(one.reply)] : []));
}

/** What the replies say; undefined when they do not reach far enough to say anything. */
function deliveryOf(
  { forwardPaths }: Envelope,
  replies: (stage: SmtpStage) => readonly (SmtpReply | undefined)[],
  conversation: Conversation,
): Delivery | undefined {
  // RFC 5321 §3.8: after 421 the server closes, so it answers everything that was still to come.
  const { goodbye } = conversation;
  const mail = replies('mail')[0] ?? goodbye;
  if (mail === undefined) return undefined;
  const own = replies('rcpt');
  const isTaken = outcomeOf(mail) === 'accepted';
  const recipients = forwardPaths.map((_path, index) => (isTaken ? (own[index] ?? goodbye) : mail));
  if (!recipients.every((reply) => reply !== undefined)) return undefined;
  const answered = isTaken ? 'rcpt' : 'mail';
  if (recipients.every((reply) => outcomeOf(reply) !== 'accepted')) return { recipients, answered, final: undefined };
  const final = conversation.hasText ? verdictIn(replies('dot'), conversation) : refusalIn(replies, goodbye);
  return final === undefined ? undefined : { recipients, answered, final };
}

/** Once the dot has left, only an answer that is one can say what became of the message. */
function verdictIn([reply]: readonly (SmtpReply | undefined)[], { isContradicted }: Conversation): SmtpReply | 'lost' {
  const isVerdict = reply !== undefined && (reply.replyCode < 300 || reply.replyCode >= 400);
  return isVerdict && !isContradicted ? reply : 'lost';
}

/** Before that, only a refusal: of DATA, of the text while it was leaving, or of all that was to come. */
function refusalIn(
  replies: (stage: SmtpStage) => readonly (SmtpReply | undefined)[],
  goodbye: SmtpReply | undefined,
): SmtpReply | undefined {
  return [...replies('data'), ...replies('text'), goodbye].find(
    (reply) => reply !== undefined && reply.replyCode >= 400,
  );
}
