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
      ? `${relay} offers no AUTH, but the sender has credentials. No credentials were sent.`
      : `${relay} does not offer AUTH ${method.toUpperCase()}; it offers ${offered.join(', ')}.`,
    hint: none
      ? 'Many relays offer AUTH only after TLS or on port 587. If the relay needs no login, set auth: none.'
      : 'Set auth: to one of the offered methods.',
  };
}

/**
 * The failure for a reply to AUTH that is not a success (RFC 4954 §6). Only a refusal of its own code is about user name and
 * password: 500 to 504 are about the command, 530 and 538 about TLS.
 */
export function authRefused(relay: string, method: string, reply: SmtpReply): Failure {
  const said = formatReply(reply);
  const failure = (rest: Omit<Failure, 'stage' | 'reply'>): Failure => ({ ...rest, stage: 'auth', reply });
  if (outcomeOf(reply) === 'deferred')
    return failure({
      id: 'auth-temporary',
      kind: 'temporary',
      message: `${relay} cannot check the login at the moment: ${said}`,
      hint: 'Try again later: too many failed logins may have locked the account.',
    });
  if (reply.replyCode < 505)
    return failure({
      id: 'auth-broken',
      kind: 'protocol',
      message: `${relay} offers AUTH ${method.toUpperCase()} but fails to complete it: ${said}`,
      hint: 'Try another method in auth:.',
    });
  const wantsTls = reply.replyCode === 538 || (reply.replyCode === 530 && /tls/i.test(reply.text));
  return failure({
    id: wantsTls ? 'auth-needs-tls' : 'auth-refused',
    kind: 'authentication',
    message: `${relay} rejects the login: ${said}`,
    hint: wantsTls
      ? 'The relay requires TLS before the login: set tls: starttls.'
      : 'Check the user name, including its form, and the password.',
  });
}

/** The failure of a relay that goes on asking when it has everything that the method knows to say. */
export function authEndless(relay: string, method: string, reply: SmtpReply): Failure {
  return {
    id: 'auth-broken',
    kind: 'protocol',
    stage: 'auth',
    reply,
    message: `${relay} asks for more data after AUTH ${method.toUpperCase()} is complete.`,
    hint: 'Try another method in auth:.',
  };
}
