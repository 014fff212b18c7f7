/** The parts of a line that are taken out of it. */
export type SlotName =
  /** EHLO argument: the client's own word. */
  | 'ehlo'
  /** Name that the server looked up. */
  | 'name'
  /** The peer. */
  | 'address'
  | 'port'
  /** What the server says of the name: `may be forged`, `verified`. */
  | 'mark'
  /** The writer, its own address, and another name of its host. */
  | 'host'
  | 'own'
  | 'alias'
  | 'software'
  | 'via'
  | 'with'
  | 'id'
  | 'for'
  /** TLS version and cipher, in the writer's own words. */
  | 'tls'
  | 'cipher'
  /** Words that say that the client logged in. */
  | 'login'
  | 'date';

/** What stands in each part of a line. */
export type Slots = { [name in SlotName]: string | undefined };

/** Folding white space (RFC 5322 §3.2.2). What else Unicode calls white space is in words that a client chose. */
export const blanks = String.raw`[ \t\r\n]+`;
const address = String.raw`(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f.]{0,4}:[\da-f:.]{1,40}(?:%\w{1,16})?)`;
const name = String.raw`[^\s()[\]<>;:,"\\@=]+`;
/**
 * A quoted local part may hold parentheses, semicolons and spaces too (RFC 5321 §4.1.2). Where a space and an angle bracket
 * are in it, a path begins, whose quote another word of the client has opened.
 */
const quoted = String.raw`"(?:[^"\\\s]|\\.|\s(?!<))*"`;
/** The same outside angle brackets: no peer and server stand in it. */
const quotedBare = String.raw`"(?:[^"\\)]|\\.|\)(?!\s+by\s))*"`;
const dates = String.raw`[\w,:+.\-]+(?:${blanks}[\w,:+.=\-]+)*(?:[ \t\r\n]*\([\w:,+./ \t\r\n\-]{0,80}\))*`;

/** Postfix's words on the session. */
const session = String.raw`using (?:TLS[\w.]*|\S+ with cipher [\w-]+(?: \(\d+(?:/\d+)? bits\)(?: [\w-]+ [\w-]+(?: \([^()"]*\))?)*)?)`;
/** The same on the certificate of the client, who chooses the names in it: a quote ends them. */
const certificate = withBlanks(
  String.raw`\((?:No client certificate requested|Client (?:did not present a certificate|certificate not present|CN "[^"]*", Issuer "[^"]*" \((?:not verified|verified OK)\)))\)`,
);

function withBlanks(words: string): string {
  return words.replaceAll(' ', blanks);
}

/**
 * What may be in a slot. A slot ends at white space, or at a bracket that its writer does not let the client say;
 * a client that gets one in leaves a line that nothing accounts for.
 */
export const slotSources = {
  ehlo: String.raw`[^\s]+`,
  /** As Postfix leaves it; in former years it left spaces. */
  neutered: String.raw`[^\s()<>"\\;]+(?:${blanks}[^\s()<>"\\;]+){0,9}`,
  /** Behind a label, in a comment. */
  helo: String.raw`[^\s()]+`,
  name,
  /** The same where a writer may be one that labels the client's own word: `(HELO [192.0.2.1])` names no host. */
  unlabelled: `(?!(?:helo|ehlo|lhlo)\\s)${name}`,
  address,
  bare: address,
  port: String.raw`\d{1,5}`,
  ident: String.raw`[^\s()]*`,
  mark: String.raw`[a-z \t\r\n]+`,
  host: String.raw`[^\s()<>;",]+`,
  alias: String.raw`[\w.-]+`,
  software: String.raw`[^()[\]"<>\\]{1,200}`,
  via: String.raw`[\w.:/-]+`,
  with: String.raw`[\w./+-]+`,
  id: String.raw`(?:<[^\s<>]{1,500}>|[^\s();<>]{1,500})`,
  for: String.raw`(?:<multiple recipients>|<(?:${quoted}|[^"<>\s])*>|(?:${quotedBare}|[^\s();<>"])+)`,
  tls: String.raw`\((?:${withBlanks(session)}|(?:version=(?:TLS\\Tls)?|TLS|SSL|UNKNOWN:|cipher=)[^()[\]"<>\\]{0,200})\)`,
  cipher: String.raw`[\w-]+`,
  login: String.raw`\(authenticated(?:[ \t\r\n-][^()[\]]{0,200}|${blanks}\(\d+${blanks}bits\))?\)`,
  date: dates,
  // Not taken out.
  certificate,
  /** The same from a writer that may be another than Postfix, whose quotes may be those of its client: there is no peer in it. */
  peerless: certificate.replaceAll('[^"]*', String.raw`[^"[\]]*`),
  anon: String.raw`<[\w.]+>`,
  asn: String.raw`\(AS\d{1,10}${blanks}(?:[^()[\]]|\([^()[\]]*\))*\)`,
  own: address,
  word: String.raw`[^\s()[\]<>;"]+`,
  words: String.raw`[^()[\]"<>\\]{1,300}`,
  path: String.raw`(?:<(?:${quoted}|[^"<>\s])*>|(?:${quotedBare}|[^\s()<>"])+)`,
  scan: String.raw`[^()[\]"]*(?:\([^()[\]"]*\)[^()[\]"]*)*`,
  quoted: String.raw`(?:[^"\\]|\\.)*`,
  number: String.raw`\d+`,
  user: String.raw`[^\s()[\]]+`,
  ';': String.raw`[ \t\r\n]*;[ \t\r\n]*`,
  _: String.raw`[ \t\r\n]*`,
} as const;

/** The texts of a line, none of them known yet. All lines have the same keys, which makes them fast to fill and to read. */
export class EmptySlots implements Slots {
  ehlo: string | undefined = undefined;
  name: string | undefined = undefined;
  address: string | undefined = undefined;
  port: string | undefined = undefined;
  mark: string | undefined = undefined;
  host: string | undefined = undefined;
  own: string | undefined = undefined;
  alias: string | undefined = undefined;
  software: string | undefined = undefined;
  via: string | undefined = undefined;
  with: string | undefined = undefined;
  id: string | undefined = undefined;
  for: string | undefined = undefined;
  tls: string | undefined = undefined;
  cipher: string | undefined = undefined;
  login: string | undefined = undefined;
  date: string | undefined = undefined;
}

const known = new EmptySlots();

export function isSlot(name: string): name is SlotName {
  return Object.hasOwn(known, name);
}
