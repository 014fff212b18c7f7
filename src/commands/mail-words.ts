import { isEhloName } from '../relay/ehlo-name.js';
import { formatHostPort, parseHostPort } from '../relay/host-port.js';
import { type Mailbox, parseMailbox } from '../relay/mailbox.js';
import { parseNetwork } from '../trace/address/network.js';
import { networkAround } from '../trace/address/network-around.js';
import type { WordKind } from './words.js';

const label = '[\\p{L}\\p{N}_](?:[\\p{L}\\p{M}\\p{N}_-]{0,61}[\\p{L}\\p{M}\\p{N}_])?';
const domainShape = new RegExp(`^${label}(?:\\.${label})+$`, 'u');

/** A mail domain, lower case, without a final dot; letters of other scripts stay as written. */
export const domain: WordKind<string> = {
  example: 'example.com',
  accepts: 'a domain',
  read: (word) => {
    const name = word.toLowerCase().replace(/\.$/, '');
    return name.length <= 253 && domainShape.test(name) && !/^[\d.]+$/.test(name) ? name : undefined;
  },
};

/** One mailbox without a display name; the domain in lower case. */
export const mailbox: WordKind<string> = {
  example: 'help@example.com',
  accepts: 'an e-mail address',
  read: (word) => {
    const at = word.lastIndexOf('@');
    return parseMailbox(word)?.address === word ? word.slice(0, at) + word.slice(at).toLowerCase() : undefined;
  },
};

/** One mailbox, with or without a display name; the domain in lower case. */
export const party: WordKind<Mailbox> = {
  example: "'Help <help@example.com>'",
  accepts: 'an e-mail address',
  read: (word) => {
    const read = parseMailbox(word);
    return read && { ...read, address: mailbox.read(read.address) ?? read.address };
  },
};

/** `host:port`, `host`, `192.0.2.1:25`, `[2001:db8::1]:25`; the host in lower case. */
export const hostPort: WordKind<string> = {
  example: 'smtp.example.com:587',
  accepts: 'a host and port',
  read: (word) => {
    const parsed = parseHostPort(word);
    if (parsed === undefined || (/^[\d.]+$/.test(parsed.host) && !isIpv4(parsed.host))) return undefined;
    return formatHostPort(parsed);
  },
};

/** What may be after EHLO. */
export const ehloName: WordKind<string> = {
  example: 'mail.example.com',
  accepts: 'an EHLO name',
  read: (word) => (isEhloName(word) ? word : undefined),
};

/** An address of a machine, IPv4 or IPv6. */
export const ipAddress: WordKind<string> = {
  example: '192.0.2.1',
  accepts: 'an IP address',
  read: (word) => (isIpv4(word) || isIpv6(word) ? word : undefined),
};

function isIpv4(text: string): boolean {
  return /^(?:(?:0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])(?:\.(?!$)|$)){4}$/.test(text);
}

/** A network in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3); a bare address is the network of itself. */
export const network: WordKind<string> = {
  example: '192.0.2.0/24',
  accepts: 'a network',
  read: (word) => {
    const [, address = '', length] = /^([\d.]+|[\da-f:.]+)(?:\/(\d{1,3}))?$/i.exec(word) ?? [];
    const bits = isIpv4(address) ? 32 : isIpv6(address) ? 128 : 0;
    if (bits === 0 || (length !== undefined && Number(length) > bits)) return undefined;
    const cidr = `${address.toLowerCase()}/${length === undefined ? bits : Number(length)}`;
    return parseNetwork(cidr) && cidr;
  },
  meant: networkAround,
};

function isIpv6(text: string): boolean {
  return text.includes(':') && URL.canParse(`http://[${text}]/`);
}

/** A host pattern of `path.hosts`: `#` is one to five digits, `*.` in front is any sub-domain; lower case. */
export const hostPattern: WordKind<string> = {
  example: "'gato#.sndsy.ru'",
  accepts: "a host pattern ('#' = one to five digits)",
  read: (word) => {
    const pattern = word.toLowerCase().replace(/\.$/, '');
    return domain.read(pattern.replace(/^\*\./, '').replaceAll('#', '1')) === undefined ? undefined : pattern;
  },
};
