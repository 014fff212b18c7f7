import type { SessionTimings } from '../../relay/receipt.js';
import type { SmtpStage } from '../../relay/smtp-stage.js';
import type { Exchange } from './channel/conversation.js';

/** What connecting took; the rest is read off the exchanges. */
export interface ConnectTimings {
  readonly dnsMs: number;
  readonly connectMs: number;
  /** Of a handshake before the greeting. */
  readonly tlsMs?: number;
}

/** The phases of a session. Of several messages, the last one's. */
export function timingsOf(exchanges: readonly Exchange[], connect: ConnectTimings): SessionTimings {
  const at = (stage: SmtpStage): readonly Exchange[] => exchanges.filter((exchange) => exchange.stage === stage);
  const spent = (stages: readonly Exchange[]): number | undefined =>
    stages.length === 0
      ? undefined
      : stages.reduce((sum, { askedAtMs, repliedAtMs }) => sum + repliedAtMs - askedAtMs, 0);
  const mail = at('mail').at(-1);
  const data = at('data').at(-1);
  const dot = at('dot').at(-1);
  return rounded({
    dnsMs: connect.dnsMs,
    connectMs: connect.connectMs,
    greetingMs: spent(at('greeting')),
    ehloMs: spent(at('ehlo')),
    tlsMs: connect.tlsMs ?? upgradeMs(exchanges),
    authMs: spent(at('auth')),
    envelopeMs: mail && (data ?? mail).repliedAtMs - mail.askedAtMs,
    messageMs: dot && data && dot.repliedAtMs - data.repliedAtMs,
  });
}

/** From the STARTTLS command to the EHLO that follows the handshake. */
function upgradeMs(exchanges: readonly Exchange[]): number | undefined {
  const index = exchanges.findIndex(({ stage }) => stage === 'starttls');
  const [starttls, next] = exchanges.slice(index, index + 2);
  return index >= 0 && starttls && next ? next.askedAtMs - starttls.askedAtMs : undefined;
}

function rounded(timings: Readonly<Record<string, number | undefined>>): SessionTimings {
  const known = Object.entries(timings).flatMap(([name, ms]) => (ms === undefined ? [] : [[name, tenths(ms)]]));
  return Object.fromEntries(known) as SessionTimings;
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
