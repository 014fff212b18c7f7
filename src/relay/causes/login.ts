import type { Cause } from './cause.js';

/** Secrets and AUTH. */
export const loginCauses: readonly Cause[] = [
  {
    id: 'auth-not-offered',
    symptom: 'The relay offers no AUTH, but the sender has credentials.',
    causes: [
      'AUTH is offered only after TLS',
      'Logins are accepted on another port (587)',
      'The relay identifies you by IP address',
    ],
    fixes: ['Set tls: starttls', 'Use port 587', 'If it identifies you by IP address, set auth: none'],
    source: 'RFC 4954 §4; Sendsay documents logins and source addresses (docs.sendsay.ru)',
  },
  {
    id: 'auth-method-not-offered',
    symptom: 'The relay offers other AUTH methods than the configured one.',
    causes: ['auth: is set to a method that the relay does not offer'],
    fixes: ['Set auth: to one of the methods in the message'],
    source: 'RFC 4954 §3',
  },
  {
    id: 'auth-refused',
    symptom: 'The relay rejects the user name or password (535).',
    causes: [
      'One of them is wrong',
      'The user name has the wrong form: Sendsay expects x.y@smtpgate or the login',
      'The account is locked or may not send by SMTP',
    ],
    fixes: ['See where they come from: akrelay sender show <name>', "Try them in the relay's own panel"],
    source: 'RFC 4954 §6; docs.sendsay.ru',
  },
  {
    id: 'auth-temporary',
    symptom: 'The relay cannot check the login at the moment (454).',
    causes: ['Its account database is not available', 'Too many failed logins'],
    fixes: ['Try again later'],
    source: 'RFC 4954 §6',
  },
  {
    id: 'auth-needs-tls',
    symptom: 'The relay requires TLS before the login (538, or 530 "Must issue STARTTLS first").',
    causes: ['The sender is set to tls: none'],
    fixes: ['akrelay sender edit <name> --tls starttls'],
    source: 'RFC 4954 §6',
  },
  {
    id: 'auth-broken',
    symptom: 'The relay offers an AUTH method but fails to complete it (500 to 504, or endless challenges).',
    causes: ['The relay has not set up the method', 'A proxy offers a method that the server behind it lacks'],
    fixes: [
      'Set auth: to another method that the relay offers',
      'Keep the user name and password: they were not checked',
    ],
    source: 'RFC 4954 §4 and §6',
  },
  {
    id: 'secrets-missing',
    symptom: 'A user name or password could not be found.',
    causes: ['The environment variable is not set in this shell or CI job', 'The file does not exist or is empty'],
    fixes: [
      'Set the variable',
      'Change the reference: akrelay sender edit <name> --password-env VAR or --password-file path',
    ],
    source: 'akrelay help secrets',
  },
];
