import type { Redactor } from '../secrets/redactor.js';

/** How what a server says is taken: with every secret in it masked, so that nothing further on can show one. */
export interface Masks {
  /** A reply, its lines joined by line feeds. Its codes stay, and so do the words of the protocol in it. */
  readonly reply: (reply: string) => string;
  /** Any other text: a certificate's names, an error of a library. */
  readonly text: (text: string) => string;
}

export function masksOf({ mask, maskReply }: Redactor): Masks {
  return { reply: (reply) => maskReply(reply, protocolWords), text: mask };
}

/**
 * What a server says before a login and must say: masked, it would tell that a secret is the same word. EHLO keywords
 * (IANA "SMTP Service Extensions", read 2026-11-28) and mechanisms, which decide what is done; the questions of AUTH LOGIN.
 */
const protocolWords = new RegExp(
  [
    '(?<=^\\d{3}[ -])(?:8BITMIME|AUTH|BINARYMIME|BURL|CHECKPOINT|CHUNKING|CONNEG|CONPERM|DELIVERBY|DSN|ENHANCEDSTATUSCODES|ETRN|EXPN|FUTURERELEASE|HELP|LIMITS|MT-PRIORITY|MTRK|NO-SOLICITING|PIPELINING|REQUIRETLS|RRVS|SIZE|SMTPUTF8|STARTTLS|SUBMITTER|UTF8SMTP|VRFY|XCLIENT|XFORWARD)(?=[ =\\r]|$)',
    '(?<=^\\d{3}[ -]AUTH[ =](?:.*[ =])?)(?:PLAIN|LOGIN|CRAM-MD5|DIGEST-MD5|SCRAM-SHA-(?:1|256|512)(?:-PLUS)?|XOAUTH2|OAUTHBEARER|NTLM|GSSAPI|EXTERNAL|ANONYMOUS)(?=[ \\r]|$)',
    '(?<=^334 )(?:VXNlcm5hbWU6|UGFzc3dvcmQ6|VXNlciBOYW1lAA==|UGFzc3dvcmQA)(?=\\r|$)',
  ].join('|'),
  'gim',
);
