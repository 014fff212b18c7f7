import { isIPv6 } from 'node:net';
import type { Session } from './session.js';

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number): string => String(n).padStart(2, '0');

/** `28 Nov 2026 06:14:35` in UTC. */
export function plainDate(at: Date): string {
  const clock = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(':');
  return `${two(at.getUTCDate())} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()} ${clock}`;
}

/** RFC 5322 §3.3, in UTC, with the zone as the writer has it. */
export function date(at: Date, zone = '+0000'): string {
  return `${days[at.getUTCDay()]}, ${plainDate(at)} ${zone}`;
}

/** As C's `%e` prints it: the day without a leading zero, padded by a blank. */
export function spacedDate(at: Date, zone = '+0000'): string {
  return date(at, zone).replace(/, 0/, ',  ');
}

/** ESMTP with what RFC 3848 appends. */
export function protocol({ greeting, tls, login }: Session): string {
  const base = greeting === 'EHLO' ? 'ESMTP' : 'SMTP';
  return `${base}${tls ? 'S' : ''}${login === undefined ? '' : 'A'}`;
}

/** The same of servers that append only to ESMTP. */
export function strictProtocol(session: Session): string {
  return session.greeting === 'EHLO' ? protocol(session) : 'SMTP';
}

/** Address literal of RFC 5321 §4.1.3. */
export function literal(address: string): string {
  return isIPv6(address) ? `[IPv6:${address}]` : `[${address}]`;
}

export function bracketed(address: string): string {
  return `[${address}]`;
}

/** `2001:db8:0:0:0:0:0:1`: all eight groups, as sendmail and some Java servers have it. */
export function longIPv6(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(zeros).fill('0'), ...right].join(':');
}

/** As tcpserver and Courier have IPv4 on a socket for both. */
export function mapped(address: string): string {
  return isIPv6(address) ? address : `::ffff:${address}`;
}

/** Each of the characters becomes a question mark. */
export function neuter(text: string, characters: RegExp): string {
  return text.replace(characters, '?');
}

const control = /[\x00-\x1f\x7f]/;
const controls = /[\x00-\x1f\x7f]/g;

export function hasControl(text: string): boolean {
  return control.test(text);
}

export function withoutControls(text: string): string {
  return text.replace(controls, '?');
}

/** The first word of the EHLO argument; undefined when it is empty or holds a control character. */
export function firstWord(ehlo: string): string | undefined {
  const [word = ''] = ehlo.trim().split(/ +/);
  return word === '' || hasControl(word) ? undefined : word;
}

/** A name that libc's resolver gives to a program: `res_hnok` lets no other pass. */
export function libcName(name: string | undefined): string | undefined {
  return name !== undefined && /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/i.test(name) ? name : undefined;
}

/** The same where a name made of digits and dots does not count as one. */
export function hostName(name: string | undefined): string | undefined {
  return name !== undefined && /^[\d.]+$/.test(name) ? undefined : libcName(name);
}

/** A name as c-ares, and so Node's `dns.reverse`, writes one: any character of a label, some behind a backslash. */
export function caresName(name: string | undefined): string | undefined {
  return name === undefined ? undefined : withoutControls(name.replace(/["();\\@$]/g, '\\$&'));
}

/** A name as Perl's Net::DNS, and so qpsmtpd, writes one. */
export function netDnsName(name: string | undefined): string | undefined {
  return name?.replace(/[^\x21-\x7e]|["$();@\\]/g, (c) =>
    c > ' ' && c <= '~' ? `\\${c}` : `\\${String(c.charCodeAt(0)).padStart(3, '0')}`,
  );
}

/** A name as hickory-dns, and so Stalwart, writes one. */
export function hickoryName(name: string | undefined): string | undefined {
  return name?.replace(/[^a-z0-9_.*-]/gi, (c) =>
    c > ' ' && c <= '~' ? `\\${c}` : `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
}

/** Domain or address literal, as servers check an EHLO argument that check it at all. */
export function isDomainOrLiteral(ehlo: string): boolean {
  return (
    /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?$/i.test(ehlo) ||
    /^\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[0-9a-f:.]+)\]$/i.test(ehlo)
  );
}
