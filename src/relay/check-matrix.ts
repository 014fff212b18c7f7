import type { TlsMode } from './sender.js';

/** The ports on which relays take mail: RFC 5321, RFC 8314 §7.3, RFC 6409, and 2525, which no standard knows. */
export const mailPorts: readonly number[] = [25, 465, 587, 2525];

/** One way to reach a relay, tried without a login. */
export interface MatrixCell {
  readonly address: string;
  readonly port: number;
  readonly tls: TlsMode;
  /** `closed`: no connection, so every `tls` of that port says the same. */
  readonly state: 'works' | 'fails' | 'closed';
  /** What was seen, or why not. */
  readonly evidence: string;
  readonly finding: string | null;
  readonly tookMs: number;
}

export interface Place {
  readonly address: string;
  readonly port: number;
}

/** Every address with every port, each once; the sender's own port is always among them. */
export function placesOf(addresses: readonly string[], ports: readonly number[], own: number): readonly Place[] {
  const each = [...new Set([...ports, own])].sort((a, b) => a - b);
  return [...new Set(addresses)].flatMap((address) => each.map((port) => ({ address, port })));
}
