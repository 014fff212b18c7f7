import type { SessionTimings } from '../../relay/receipt.js';

const phases: readonly (readonly [keyof SessionTimings, string])[] = [
  ['dnsMs', 'DNS'],
  ['connectMs', 'connect'],
  ['greetingMs', 'greeting'],
  ['ehloMs', 'EHLO'],
  ['tlsMs', 'TLS'],
  ['authMs', 'AUTH'],
  ['envelopeMs', 'envelope'],
  ['messageMs', 'message'],
];

/** The phases that happened, in whole milliseconds: `connect 12, greeting 30`. */
export function timeline(timings: SessionTimings): string {
  const parts = phases.flatMap(([key, name]) =>
    timings[key] === undefined ? [] : [`${name} ${Math.round(timings[key])}`],
  );
  return parts.join(', ');
}
