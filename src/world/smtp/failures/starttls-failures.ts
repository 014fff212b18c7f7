import { formatReply, type SmtpReply } from '../../../relay/smtp-reply.js';
import type { Failure } from './failures.js';

/** The relay does not offer STARTTLS; nothing but EHLO was sent. */
export function starttlsNotOffered(relay: string): Failure {
  return {
    id: 'starttls-not-offered',
    kind: 'tls',
    stage: 'starttls',
    message: `${relay} does not offer STARTTLS, which tls: starttls requires. No credentials were sent.`,
    hint: 'Check the port: 587 is usual for STARTTLS. Something on the path to the relay may remove the offer.',
  };
}

/** STARTTLS was offered and then refused. */
export function starttlsRefused(relay: string, reply: SmtpReply): Failure {
  return {
    id: 'starttls-refused',
    kind: 'tls',
    stage: 'starttls',
    reply,
    message: `${relay} offers STARTTLS but then refuses it: ${formatReply(reply)}`,
    hint: 'The relay has a problem with its certificate. Try again later, or contact its support.',
  };
}

/** RFC 3207 §6: what came in clear text after the 220 must not count, and honest servers send nothing there. */
export function starttlsInjection(relay: string): Failure {
  return {
    id: 'starttls-injection',
    kind: 'tls',
    stage: 'starttls',
    message: `${relay} sent clear text between its reply to STARTTLS and the TLS handshake; akrelay ended the session.`,
    hint: 'Something on the path to the relay may be injecting replies. Do not send through it until you know why.',
  };
}
