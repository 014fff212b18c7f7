import { anyScript } from './any-script.js';

/** A host with its port, as the panel's "SMTP relay host" has both in one string. */
export interface HostPort {
  /** Lower case; an IPv6 address without its brackets. */
  readonly host: string;
  /** 1 to 65535; undefined when none is written. */
  readonly port: number | undefined;
}

/** Letters of any script: an internationalised name is converted when it is resolved. */
const isHostName = anyScript(
  String.raw`^(?=.{1,253}$)[\p{L}\p{N}_][\p{L}\p{N}_-]{0,62}(?:\.[\p{L}\p{N}_][\p{L}\p{N}_-]{0,62})*\.?$`,
);
const ipv6 = /^[0-9a-f:.]*:[0-9a-f:.]*(%[\w.-]+)?$/i;

/** Reads `host:port`, `host`, `[IPv6]:port` or `[IPv6]`; undefined if it is not one of them. */
export function parseHostPort(text: string): HostPort | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/.exec(text);
  if (!match) return undefined;
  const [, inBrackets, name, digits] = match;
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && (port < 1 || port > 65_535)) return undefined;
  if (inBrackets !== undefined) return ipv6.test(inBrackets) ? { host: inBrackets.toLowerCase(), port } : undefined;
  return name !== undefined && isHostName(name) ? { host: name.toLowerCase(), port } : undefined;
}

/** The string that `parseHostPort` reads. */
export function formatHostPort({ host, port }: HostPort): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === undefined ? name : `${name}:${port}`;
}
