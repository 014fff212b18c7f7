import type { SmtpReply } from './smtp-reply.js';

/** What a session was like that a relay refused a message in. */
export interface RefusedSession {
  readonly ehloName: string;
  readonly tls: 'none' | 'starttls' | 'implicit';
  readonly auth: string;
}

/**
 * What to do about a refusal of the name that this machine gave itself; undefined when the reply is not about that.
 * RFC 5321 §4.1.1.1 and §4.1.4: 501 and 504 are about the argument; others say so (Postfix: "Helo command rejected";
 * Gmail: "Try again later … (EHLO)").
 */
export function ehloHint({ replyCode, text }: SmtpReply, ehloName: string): string | undefined {
  const isAboutIt = replyCode === 501 || replyCode === 504 || /\b(helo|ehlo|fully[- ]qualified|hostname)\b/i.test(text);
  return isAboutIt
    ? `The EHLO name was ${ehloName}: set relay.ehlo or --ehlo to the full host name of this machine.`
    : undefined;
}

/** The next thing to try after a refusal of the message, by what the relay says. */
export function refusalHint(reply: SmtpReply, { ehloName, tls, auth }: RefusedSession): string {
  const { replyCode, text } = reply;
  if (replyCode === 530 && /tls/i.test(text) && tls === 'none') return 'The relay requires TLS: set tls: starttls.';
  if (replyCode === 530 && auth === 'none') return 'The relay requires a login: set auth, username and password.';
  if (/helo|ehlo/i.test(text)) return ehloHint(reply, ehloName) ?? usual;
  if (isRelayDenied(reply))
    return auth === 'none'
      ? 'The relay does not accept mail from this client: the login is missing, or the IP address of this machine is not allowed.'
      : 'The relay does not accept this mail from this login: ask its support whether the account may use this From address and send to external recipients.';
  if (isNotOwned(reply))
    return 'The login is not allowed to send as this address: set --from or --envelope-from to an address of the account, or allow the address there.';
  return usual;
}

const usual = 'Read the reply: it says whether the sender, a recipient or the content was refused.';

/**
 * Postfix and Yandex "Sender address rejected: not owned by (auth) user", Exchange "does not have permissions to send as this
 * sender" and "SendAsDenied".
 */
function isNotOwned({ text }: SmtpReply): boolean {
  return /\bnot owned by\b|\bpermissions? to send as\b|SendAsDenied/i.test(text);
}

/** 550 or 554, 5.7.1: Postfix "Relay access denied", Exim "relay not permitted", Exchange "Unable to relay", sendmail "Relaying denied". */
function isRelayDenied({ text }: SmtpReply): boolean {
  return /\brelay(ing)?\b.*\b(denied|not permitted|not allowed|prohibited)\b|\bunable to relay\b|\bwe do not relay\b/i.test(
    text,
  );
}
