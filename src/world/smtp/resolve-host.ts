import { lookup } from 'node:dns/promises';
import { isIP, isIPv6 } from 'node:net';
import { unlessCancelled } from './cancelled.js';
import { failureError } from './failures/failures.js';
import type { Target } from './tcp.js';

/**
 * Every address of a host that may be used, an address literal as it is. Throws `host-not-found`, or `temporary` when no
 * resolver answers.
 */
export async function resolveHost(target: Target, cancelled: AbortSignal): Promise<readonly string[]> {
  const { host, family, sourceAddress } = target;
  const all = target.addresses ?? (isIP(host) ? [host] : await lookUp(target, cancelled));
  const wanted = family ?? (sourceAddress === undefined ? undefined : familyOf(sourceAddress));
  const usable = wanted === undefined ? all : all.filter((address) => familyOf(address) === wanted);
  if (usable.length > 0) return usable;
  throw failureError({
    id: 'dns-no-family',
    kind: 'host-not-found',
    stage: 'dns',
    message: `${host} has no IPv${wanted} address; it has ${all.join(', ')}.`,
    hint: `Remove the flag that selects IPv${wanted}: -${wanted} or --source-address.`,
  });
}

function familyOf(address: string): 4 | 6 {
  return isIPv6(address) ? 6 : 4;
}

async function lookUp({ host, budgets }: Target, cancelled: AbortSignal): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, budgets.dnsMs, 'late');
  });
  const found = await unlessCancelled(
    Promise.race([lookup(host, { all: true }).catch((error: NodeJS.ErrnoException) => error), late]),
    cancelled,
  ).finally(() => clearTimeout(timer));
  if (Array.isArray(found) && found.length > 0) return found.map(({ address }) => address);
  const temporary = found === 'late' || (found instanceof Error && found.code === 'EAI_AGAIN');
  throw failureError({
    id: temporary ? 'dns-temporary' : 'dns-not-found',
    kind: temporary ? 'temporary' : 'host-not-found',
    stage: 'dns',
    message: temporary
      ? `The name servers did not answer for ${host}.`
      : `${host} does not resolve: there is no such host.`,
    hint: temporary
      ? 'Check the network and the name servers of this machine, then try again.'
      : 'Check the host of the sender: akrelay sender list',
    cause: found instanceof Error ? found : undefined,
  });
}
