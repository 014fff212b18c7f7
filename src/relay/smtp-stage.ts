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

/** Where a session is. */
export type SmtpStage = Exclude<SessionStage, 'certificate'>;

/** When something happened: "The relay closed the connection before it replied to EHLO". */
export const stagePhrase: Readonly<Record<SmtpStage, string>> = {
  dns: 'while resolving the host',
  connect: 'while connecting',
  greeting: 'before its greeting',
  ehlo: 'before it replied to EHLO',
  starttls: 'before it replied to STARTTLS',
  tls: 'during the TLS handshake',
  auth: 'during the login',
  mail: 'before it replied to MAIL FROM',
  rcpt: 'before it replied to RCPT TO',
  data: 'before it replied to DATA',
  text: 'in the middle of the message',
  dot: 'after the message, before it replied',
  rset: 'before it replied to RSET',
  quit: 'before it replied to QUIT',
};

/** What the relay failed to do in time: "The relay did not answer EHLO within 5 s". */
export const stageNotDone: Readonly<Record<SmtpStage, string>> = {
  dns: 'did not resolve',
  connect: 'did not accept the connection',
  greeting: 'sent no greeting',
  ehlo: 'did not answer EHLO',
  starttls: 'did not answer STARTTLS',
  tls: 'did not complete the TLS handshake',
  auth: 'did not answer the login',
  mail: 'did not answer MAIL FROM',
  rcpt: 'did not answer RCPT TO',
  data: 'did not answer DATA',
  text: 'did not accept the text of the message',
  dot: 'did not answer the message',
  rset: 'did not answer RSET',
  quit: 'did not answer QUIT',
};
