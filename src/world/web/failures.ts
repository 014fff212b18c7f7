import { codeOf, reasonOf } from '../files/node-reason.js';
import { handshakeFailure } from '../smtp/failures/tls-failures.js';

/** Why there is no answer, and what to do. */
export interface WebFailure {
  readonly kind: 'failed';
  readonly finding: string;
  readonly why: string;
  readonly fix: string;
  /** `no`: nothing of the request was sent. */
  readonly reached: 'no' | 'perhaps';
}

export function timedOut(timeoutMs: number): WebFailure {
  return {
    kind: 'failed',
    finding: 'webhook-slow',
    why: `no reply within ${timeoutMs / 1000} s`,
    fix: 'Find out why the server is slow: a webhook must reply before its sender times out.',
    reached: 'perhaps',
  };
}

/** What broke a request off, in words. */
export function failureOf(url: URL, error: unknown, mask: (text: string) => string): WebFailure {
  const code = codeOf(error);
  // Node 20 says no more of a server that answers a handshake with something else.
  if (code === 'EPROTO')
    return {
      kind: 'failed',
      finding: 'tls-not-spoken',
      why: 'does not speak TLS on this port, or has no common TLS settings',
      fix: 'The port may use plain HTTP: check the port, or use http://.',
      reached: 'no',
    };
  if (url.protocol === 'https:' && /CERT|TLS|SSL|UNABLE|UNSPECIFIED|INVALID_CA|SELF_SIGNED/.test(code)) {
    const { id, message, hint } = handshakeFailure(url.host, url.hostname, error as Error, 'nothing-shown', mask);
    const fix = webHints[id] ?? hint;
    return {
      kind: 'failed',
      finding: id,
      why: message.slice(url.host.length + 1).replace(/\.$/, ''),
      fix,
      reached: 'no',
    };
  }
  const finding = code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'webhook-no-host' : 'webhook-unreachable';
  const [why, fix] = (code.startsWith('HPE_') ? notHttp : reasons[code]) ?? [
    `the connection failed: ${reasonOf(error)}`,
    'Check host, port and firewall.',
  ];
  return { kind: 'failed', finding, why, fix, reached: unreached.test(code) ? 'no' : 'perhaps' };
}

/** The connection was not made. */
const unreached = /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/;

/** The usual hints are for the settings of a relay. */
const webHints: Readonly<Record<string, string>> = {
  'tls-not-spoken': 'The port uses plain HTTP: check the port, or use http://.',
  'tls-expired':
    'Renew the certificate of the server, or its intermediate certificate. Also check the clock of this machine.',
  'tls-weak-key': 'Replace the certificate of the server.',
  'tls-untrusted': 'If the server uses a private authority, trust it with: --ca authority.pem',
  'tls-wrong-name': 'Use a host name from the certificate in the URL, or replace the certificate.',
  'tls-old': 'Set up TLS 1.2 or newer on the server (RFC 8996).',
  'tls-handshake': 'The server may offer only old TLS versions or ciphers, or require a client certificate.',
  'client-certificate-wanted':
    'akrelay cannot present a client certificate to a web server: allow requests without one.',
};

const notHttp = [
  'the reply is not HTTP',
  'Check host and port. If the server expects HTTPS, use https:// in the URL.',
] as const;

const closed = [
  'the connection was closed',
  'The server or a firewall closed it. If the server expects HTTPS, use https:// in the URL.',
] as const;

const reasons: Readonly<Record<string, readonly [string, string]>> = {
  ENOTFOUND: ['the host name does not resolve', 'Check the host name.'],
  EAI_AGAIN: ['the name server does not answer', 'Check the name server of this machine.'],
  ECONNREFUSED: ['the connection was refused', 'Nothing listens on that port: start the receiver, or check the port.'],
  ECONNRESET: closed,
  EPIPE: closed,
  EHOSTUNREACH: ['the host cannot be reached', 'Check the network and the firewall.'],
  ENETUNREACH: ['the network cannot be reached', 'Check the network and the firewall.'],
};
