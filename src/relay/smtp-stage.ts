/**
 * The stages of a session, in their order: the one vocabulary of `check`, `lab --fault`, `send --stop-after` and of what
 * errors name. `text` is from DATA's 354 until the final dot has left, `dot` the wait for the reply to it.
 */
export const smtpStages = [
  'dns',
  'connect',
  'greeting',
  'ehlo',
  'starttls',
  'tls',
  'auth',
  'mail',
  'rcpt',
  'data',
  'text',
  'dot',
  'rset',
  'quit',
] as const;
export type SmtpStage = (typeof smtpStages)[number];

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
