import type { Delivery } from '../../relay/delivery.js';
import { outcomeOf, type SmtpReply } from '../../relay/smtp-reply.js';
import { asciiDomain, isAscii } from './ascii-domain.js';
import type { Channel } from './channel/channel.js';
import type { Envelope } from './smtp.js';

/** MAIL, and RCPT for each recipient, without a message, with the addresses as `send` writes them. */
export async function probe(channel: Channel, envelope: Envelope, until: 'mail' | 'rcpt'): Promise<Delivery> {
  const reversePath = asciiDomain(envelope.reversePath);
  const forwardPaths = envelope.forwardPaths.map(asciiDomain);
  const isForeign = ![reversePath, ...forwardPaths].every(isAscii);
  const mail = await channel.ask(`MAIL FROM:<${reversePath}>${isForeign ? ' SMTPUTF8' : ''}`);
  if (until === 'mail' || outcomeOf(mail) !== 'accepted')
    return { recipients: forwardPaths.map(() => mail), answered: 'mail', final: undefined };
  const recipients: SmtpReply[] = [];
  for (const forwardPath of forwardPaths) recipients.push(await channel.ask(`RCPT TO:<${forwardPath}>`));
  return { recipients, answered: 'rcpt', final: undefined };
}
