import { readFileSync } from 'node:fs';
import { isIPv6, type Socket } from 'node:net';
import { hostname } from 'node:os';

const hostsFile =
  process.platform === 'win32' ? `${process.env['SystemRoot']}\\System32\\drivers\\etc\\hosts` : '/etc/hosts';
const fullName = /^[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)+$/i;

/**
 * What this machine calls itself when it is not told: its full name, or the one that its hosts file gives to its short name,
 * else the address it speaks from as a literal (RFC 5321 §4.1.4). No name server is asked, so it is the same each time.
 */
export function ownName(socket: Pick<Socket, 'localAddress'>): string {
  const name = hostname();
  if (fullName.test(name)) return name;
  return fullNameIn(hosts(), name) ?? literal(socket.localAddress ?? '127.0.0.1');
}

/** The full name on a line with the short one, as `hostname -f` finds it: `127.0.1.1 mail.example.com mail`. */
export function fullNameIn(hosts: string, short: string): string | undefined {
  const lines = hosts.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/).slice(1));
  const [first] = lines.flatMap((names) =>
    names.includes(short) ? names.filter((name) => fullName.test(name) && name.startsWith(`${short}.`)) : [],
  );
  return first;
}

function literal(address: string): string {
  const ipv4 = /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;
  return isIPv6(ipv4) ? `[IPv6:${ipv4.replace(/%.*/, '')}]` : `[${ipv4}]`;
}

function hosts(): string {
  try {
    return readFileSync(hostsFile, 'utf8');
  } catch {
    return '';
  }
}
