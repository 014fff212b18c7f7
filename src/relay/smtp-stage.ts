/** Where a session stands; `message` is from DATA's 354 to the end of the text, `dot` the wait for the reply to it. */
export type SmtpStage =
  | 'dns'
  | 'connect'
  | 'greeting'
  | 'ehlo'
  | 'starttls'
  | 'tls'
  | 'auth'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'message'
  | 'dot'
  | 'reset'
  | 'quit';

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
  message: 'in the middle of the message',
  dot: 'after the message, before it answered',
  reset: 'before it answered RSET',
  quit: 'before it answered QUIT',
};
