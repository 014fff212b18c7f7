import type { HopTls } from './hop.js';

/** `with` keywords that say TLS: RFC 3848, RFC 6531, and seen next to them, Exim's for implicit TLS among them. */
const tlsProtocols = wordsOf(
  'esmtps esmtpsa lmtps lmtpsa utf8smtps utf8smtpsa utf8lmtps utf8lmtpsa',
  'smtps smtpsa essmtp essmtpa ssmtp ssmtpa esmtp-tls smtp-tls',
);

/** `with` keywords that say that the client logged in (RFC 4954). */
const loginProtocols = wordsOf(
  'esmtpa esmtpsa lmtpa lmtpsa utf8smtpa utf8smtpsa utf8lmtpa utf8lmtpsa',
  'smtpa smtpsa essmtpa ssmtpa asmtp',
);

function wordsOf(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.join(' ').split(' '));
}

/** The keyword of a `with` value, in lower case. */
function keywordOf(protocol: string | undefined): string {
  if (protocol === undefined || protocol.length > 64) return '';
  const end = protocol.indexOf(' ');
  return (end < 0 ? protocol : protocol.slice(0, end)).toLowerCase();
}

/** Whether the `with` value says that the session was encrypted. */
export function saysTls(protocol: string | undefined): boolean {
  return tlsProtocols.has(keywordOf(protocol));
}

/** Whether the `with` value or one of the writer's comments says that the client logged in. */
export function saysAuthenticated(protocol: string | undefined, comments: readonly string[]): boolean {
  if (loginProtocols.has(keywordOf(protocol))) return true;
  return comments.some((text) => /^(?:smtp-)?auth(?:enticated)?\b/i.test(text));
}

/**
 * TLS version and cipher out of the comments of a field (without parentheses), its `tls` clause and its protocol;
 * undefined when nothing says TLS, which is not proof that there was none.
 */
export function readTls(
  comments: readonly string[],
  clause: string | undefined,
  protocol: string | undefined,
): HopTls | undefined {
  const phrase = protocol === undefined || /^\w+$/.test(protocol) ? undefined : tlsOfPhrase(protocol);
  if (phrase) return phrase;
  const told = firstTls(comments);
  // `over TLS secured channel` (SMTPSVC) begins no cipher.
  const cipher = clause !== undefined && /^[A-Z0-9_-]+$/.test(clause) ? clause : undefined;
  if (told) return { version: told.version, cipher: told.cipher ?? cipher };
  return clause !== undefined || saysTls(protocol) ? { version: undefined, cipher } : undefined;
}

/** IronPort: `ESMTP/TLS/ECDHE-RSA-AES256-GCM-SHA384`; qmail with TLS: `TLS_AES_256_GCM_SHA384 encrypted SMTP`. */
function tlsOfPhrase(protocol: string): HopTls | undefined {
  const match = /^e?smtps?\/tls(?:\/([\w-]+))?/i.exec(protocol) ?? /^([\w-]+) encrypted\b/.exec(protocol);
  return match ? { version: undefined, cipher: match[1] } : undefined;
}

function firstTls(comments: readonly string[]): HopTls | undefined {
  for (const comment of comments) {
    const told = tlsOf(comment);
    if (told) return told;
  }
  return undefined;
}

/** Longest piece of a comment that is looked at: a cipher is near the beginning. */
const lookAt = 300;

function tlsOf(comment: string): HopTls | undefined {
  if (!/tls|ssl|cipher/i.test(comment)) return undefined;
  const text = comment.slice(0, lookAt);
  // Postfix, Stalwart, Yandex: `using TLSv1.3 with cipher X (256/256 bits)`.
  const using = /^using\s+(TLSv?[\d._]*|SSLv?\d)(?:\s+with\s+cipher\s+([\w-]+))?/i.exec(text);
  if (using) return tls(using[1], using[2]);
  // Gmail, sendmail, Exchange: `version=TLS1_3 cipher=X bits=256/256`.
  const assigned = /^version=(TLSv?[\d._]*|SSLv?\d)/i.exec(text);
  const cipher = /^(?:version=[\w.]+,?\s*)?cipher=([\w-]+)/i.exec(text)?.[1];
  if (assigned || cipher) return tls(assigned?.[1], cipher);
  // Exim, OpenSMTPD, mox: `TLSv1.3:X:256`, `TLS1.3`, `TLS1.3 X`.
  const colon = /^(TLSv?\d(?:[._]\d)?|SSLv?\d)(?:[:\s]\s*([\w-]+)(?:[:\s].*)?)?$/is.exec(text);
  if (colon) return tls(colon[1], colon[2]);
  // Courier: `TLS: TLSv1/SSLv3,168bits,DES-CBC3-SHA`.
  const courier = /^TLS:\s+(TLSv[\d.]+|SSLv\d)[^,]*,\d+bits,([\w-]+)/i.exec(text);
  if (courier) return tls(courier[1], courier[2]);
  return /^TLS$/i.test(text) ? { version: undefined, cipher: undefined } : undefined;
}

function tls(version: string | undefined, cipher: string | undefined): HopTls {
  const digits = /^TLSv?(\d)(?:[._](\d))?/i.exec(version ?? '');
  const minor = digits?.[2] === undefined || digits[2] === '0' ? '' : `.${digits[2]}`;
  const isCipher = cipher !== undefined && /[A-Z]/.test(cipher);
  return {
    version: digits ? `TLSv${digits[1]}${minor}` : /\d/.test(version ?? '') ? version : undefined,
    cipher: isCipher ? cipher : undefined,
  };
}
