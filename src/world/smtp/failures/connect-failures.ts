import type { AkrelayError } from '../../../errors.js';
import { formatHostPort } from '../../../relay/host-port.js';
import type { Target } from '../tcp.js';
import { closedFailure, failureError, timeoutFailure } from './failures.js';

/** An address that could not be connected to, and the system's code for why. */
export interface Attempt {
  readonly address: string;
  readonly code: string;
}

/** The attempt's reason in words. */
export function reasonWhy({ code }: Pick<Attempt, 'code'>): string {
  return reasons[code] ?? code;
}

/** What to say when no address could be connected to. */
export function unreachable(target: Target, attempts: readonly Attempt[]): AkrelayError {
  const relay = formatHostPort(target);
  const tried = attempts.map((one) => `${one.address}: ${reasonWhy(one)}`);
  if (target.sourceAddress !== undefined && attempts.every(({ code }) => code === 'EADDRNOTAVAIL'))
    return failureError({
      id: 'connect-failed',
      kind: 'unreachable',
      stage: 'connect',
      message: `This machine does not have the address ${target.sourceAddress}.`,
      hint: 'Use an address of this machine with --source-address, or remove the flag.',
    });
  if (attempts.every(({ code }) => code === 'ETIMEDOUT'))
    return failureError(timeoutFailure(relay, 'connect', target.budgets.connectMs));
  // Accepted and reset in the same breath: the greeting is what did not come.
  if (attempts.every(({ code }) => code === 'ECONNRESET'))
    return failureError(closedFailure(relay, 'greeting', undefined));
  const refused = attempts.some(({ code }) => code === 'ECONNREFUSED');
  return failureError({
    id: refused ? 'connect-refused' : 'connect-failed',
    kind: 'unreachable',
    stage: 'connect',
    message: attempts.every(({ code }) => code === 'ECONNREFUSED')
      ? `${relay} refuses connections (${attempts.map(({ address }) => address).join(', ')}).`
      : `${relay} cannot be reached (${tried.join('; ')}).`,
    hint:
      target.port === 25
        ? 'Many clouds block outgoing port 25: use the relay on port 587.'
        : 'Check the host and port of the sender, and whether a firewall blocks outgoing mail.',
  });
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'no answer',
  ENETUNREACH: 'no route to that network',
  EHOSTUNREACH: 'no route to that host',
  EADDRNOTAVAIL: 'no address of this machine can reach it',
  EACCES: 'blocked by this machine',
  EPERM: 'blocked by this machine',
  ECONNRESET: 'reset',
};
