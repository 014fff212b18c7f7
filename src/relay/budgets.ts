/** How long each phase of a session may take at most, milliseconds; the total bounds them all. */
export interface Budgets {
  readonly dnsMs: number;
  readonly connectMs: number;
  readonly greetingMs: number;
  readonly tlsMs: number;
  readonly commandMs: number;
  /** From the final dot to its reply. */
  readonly messageMs: number;
  readonly totalMs: number;
}

/**
 * A person is waiting, so far less than the minutes of RFC 5321 §4.5.3.2; long enough for a relay that delays its greeting
 * or checks content before it answers the final dot.
 */
const usual: Budgets = {
  dnsMs: 5_000,
  connectMs: 10_000,
  greetingMs: 20_000,
  tlsMs: 10_000,
  commandMs: 20_000,
  messageMs: 40_000,
  totalMs: 60_000,
};

/** The usual budgets, none longer than the total. */
export function budgetsWithin(totalMs: number = usual.totalMs): Budgets {
  const within = (ms: number): number => Math.min(ms, totalMs);
  return {
    dnsMs: within(usual.dnsMs),
    connectMs: within(usual.connectMs),
    greetingMs: within(usual.greetingMs),
    tlsMs: within(usual.tlsMs),
    commandMs: within(usual.commandMs),
    messageMs: within(usual.messageMs),
    totalMs,
  };
}
