import { anyScript } from './any-script.js';

/** A mailbox as a person writes it: `qa@example.net` or `Quality <qa@example.net>`. */
export interface Mailbox {
  readonly address: string;
  /** undefined when only the address is given. */
  readonly displayName: string | undefined;
}

/** Printable, without the characters that end an address in SMTP and in a header; quoted local parts are left out on purpose. */
const isAddress = anyScript(
  String.raw`^[^\s@<>(),;:\\"[\]\p{Cc}]{1,64}@(?:[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.?|\[[\w.:]+\])$`,
);

/** Reads one mailbox; undefined if it is not one, or when it could carry a second line into a header. */
export function parseMailbox(text: string): Mailbox | undefined {
  if (/\p{Cc}/u.test(text)) return undefined;
  const named = /^([^<>]*?)\s*<([^<>]*)>$/.exec(text.trim());
  const [displayName, bare] = named ? [unquote(named[1] ?? ''), named[2] ?? ''] : [undefined, text.trim()];
  if (!isAddress(bare) || bare.length > 254) return undefined;
  return { address: bare, displayName: displayName === '' ? undefined : displayName };
}

/** Whether two addresses reach the same mailbox for our purpose: the domain without regard to case. */
export function sameAddress(one: string, other: string): boolean {
  return normal(one) === normal(other);
}

/** The part after the last `@`, in lower case. */
export function domainOf(text: string): string {
  return text.slice(text.lastIndexOf('@') + 1).toLowerCase();
}

function normal(text: string): string {
  const at = text.lastIndexOf('@');
  return text.slice(0, at) + text.slice(at).toLowerCase();
}

function unquote(name: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(name);
  return quoted ? (quoted[1] ?? '').replace(/\\(.)/g, '$1') : name;
}
