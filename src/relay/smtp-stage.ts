/**
 * The stages of a session, in their order: the one vocabulary of `check`, `lab --fault`, `send --stop-after` and of what
 * errors name. `certificate` is a part of the TLS handshake that `check` shows apart; `text` is from DATA's 354 until the
 * final dot has left, `dot` the wait for the reply to it.
 */
export const sessionStages = [
  'dns',
  'connect',
  'greeting',
  'ehlo',
  'starttls',
  'tls',
  'certificate',
  'auth',
  'mail',
  'rcpt',
  'data',
  'text',
  'dot',
  'rset',
  'quit',
] as const;
export type SessionStage = (typeof sessionStages)[number];

/** Where `send --stop-after` can end a session. */
export const stopStages = ['connect', 'ehlo', 'tls', 'auth', 'mail', 'rcpt'] as const satisfies readonly SessionStage[];
export type StopStage = (typeof stopStages)[number];

/** Where a session stands. */
export type SmtpStage = Exclude<SessionStage, 'certificate'>;
export const smtpStages = sessionStages.filter((stage) => stage !== 'certificate');

/** The stage in a sentence: "… while waiting for the reply to EHLO". */
export const stagePhrase: Readonly<Record<SmtpStage, string>> = {
  dns: 'while resolving the host',
  connect: 'while connecting',
  greeting: 'before its greeting',
  ehlo: 'before it answered EHLO',
  starttls: 'before it answered STARTTLS',
  tls: 'during the TLS handshake',
  auth: 'during the login',
  mail: 'before it answered MAIL FROM',
  rcpt: 'before it answered RCPT TO',
  data: 'before it answered DATA',
  text: 'in the middle of the message',
  dot: 'after the message, before it answered',
  rset: 'before it answered RSET',
  quit: 'before it answered QUIT',
};
