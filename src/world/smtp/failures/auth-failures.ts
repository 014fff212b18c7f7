import { authMethodsOf } from '../../../relay/extensions.js';
import { formatReply, outcomeOf, type SmtpReply } from '../../../relay/smtp-reply.js';
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

/**
 * The failure for a reply to AUTH that is no success (RFC 4954 §6). Only a refusal of its own code is about user name and
 * password: 500 to 504 are about the command, 530 and 538 about TLS.
 */
export function authRefused(relay: string, method: string, reply: SmtpReply): Failure {
  const said = formatReply(reply);
  const failure = (rest: Omit<Failure, 'stage' | 'reply'>): Failure => ({ ...rest, stage: 'auth', reply });
  if (outcomeOf(reply) === 'deferred')
    return failure({
      id: 'auth-temporary',
      kind: 'temporary',
      message: `${relay} cannot check the login now: ${said}`,
      hint: 'Try again later; too many failed logins may have locked the account for a while.',
    });
  if (reply.replyCode < 505)
    return failure({
      id: 'auth-broken',
      kind: 'protocol',
      message: `${relay} offers AUTH ${method.toUpperCase()} but does not carry it through: ${said}`,
      hint: 'Try another method in auth:.',
    });
  const wantsTls = reply.replyCode === 538 || (reply.replyCode === 530 && /tls/i.test(reply.text));
  return failure({
    id: wantsTls ? 'auth-needs-tls' : 'auth-refused',
    kind: 'authentication',
    message: `${relay} refuses the login: ${said}`,
    hint: wantsTls
      ? 'The relay wants TLS before the login: set tls: starttls.'
      : 'Check the user name and the password where the sender takes them from; the shape of the name matters too.',
  });
}

/** The failure of a relay that goes on asking when it has everything that the method knows to say. */
export function authEndless(relay: string, method: string, reply: SmtpReply): Failure {
  return {
    id: 'auth-broken',
    kind: 'protocol',
    stage: 'auth',
    reply,
    message: `${relay} asks for more after it has everything that AUTH ${method.toUpperCase()} gives.`,
    hint: 'Try another method in auth:.',
  };
}
