import { authMethodsOf } from '../../relay/extensions.js';
import { formatReply, outcomeOf, type SmtpReply } from '../../relay/smtp-reply.js';
import type { Failure } from './failures.js';

/** The failure of a relay that does not offer the configured method; undefined when it does. Nothing was sent yet. */
export function authNotOffered(relay: string, method: string, extensions: readonly string[]): Failure | undefined {
  const offered = authMethodsOf(extensions);
  if (offered?.includes(method.toUpperCase())) return undefined;
  const none = offered === undefined || offered.length === 0;
  return {
    id: none ? 'auth-not-offered' : 'auth-method-not-offered',
    kind: 'protocol',
    stage: 'auth',
    message: none
      ? `${relay} offers no AUTH, but the sender has credentials; nothing was sent.`
      : `${relay} does not offer AUTH ${method.toUpperCase()}; it offers ${offered.join(', ')}.`,
    hint: none
      ? 'Many relays offer AUTH only after TLS, or on another port (587). Without a login: auth: none.'
      : 'Set auth: to one of those that are offered.',
  };
}

/** The failure for a reply to AUTH that is no success (RFC 4954 §6). */
export function authRefused(relay: string, method: string, reply: SmtpReply): Failure {
  const said = formatReply(reply);
  if (outcomeOf(reply) === 'deferred')
    return {
      id: 'auth-temporary',
      kind: 'temporary',
      stage: 'auth',
      reply,
      message: `${relay} cannot check the login now: ${said}`,
      hint: 'Try again later; too many failed logins may have locked the account for a while.',
    };
  if (reply.replyCode < 400 || reply.replyCode === 504)
    return {
      id: 'auth-broken',
      kind: 'protocol',
      stage: 'auth',
      reply,
      message: `${relay} offers AUTH ${method.toUpperCase()} but does not carry it through: ${said}`,
      hint: 'Try another method in auth:.',
    };
  const wantsTls = reply.replyCode === 538;
  return {
    id: wantsTls ? 'auth-needs-tls' : 'auth-refused',
    kind: 'authentication',
    stage: 'auth',
    reply,
    message: `${relay} refuses the login: ${said}`,
    hint: wantsTls
      ? 'The relay wants TLS before the login: set tls: starttls.'
      : 'Check the user name and the password where the sender takes them from; the shape of the name matters too.',
  };
}
