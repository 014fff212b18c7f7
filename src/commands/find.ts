import { nearest } from '../config/nearest.js';
import { type AkrelayError, usageError } from '../errors.js';
import type { RelaySender } from '../relay/sender.js';
import { calledBy, type VirtualSender } from '../relay/virtual-sender.js';

/** The sender of that name. Throws a usage error that names the nearest one. */
export function findSender(senders: readonly RelaySender[], name: string): RelaySender {
  const found = senders.find((sender) => sender.name === name);
  if (found === undefined) throw notFound('sender', senders, name, 'sender');
  return found;
}

/** The virtual sender of that name, or of that `account/name`. Throws a usage error when there is none, or more than one. */
export function findVirtual(virtualSenders: readonly VirtualSender[], name: string): VirtualSender {
  const [first, ...others] = calledBy(virtualSenders, name, (virtual) => virtual);
  if (first === undefined) throw notFound('virtual sender', virtualSenders, name, 'virtual');
  if (others.length === 0) return first;
  const words = [first, ...others].map(({ account }) => `${account}/${name}`);
  throw usageError(`There are several virtual senders '${name}'.`, `Say which one: ${words.join(', ')}`);
}

function notFound(
  what: string,
  items: readonly { readonly name: string }[],
  name: string,
  group: 'sender' | 'virtual',
): AkrelayError {
  if (items.length === 0)
    return usageError(
      `There is no ${what} '${name}'; the config has none yet.`,
      `Create one with: akrelay ${group} create`,
    );
  const meant = nearest(
    name,
    items.map((item) => item.name),
  );
  return usageError(
    `There is no ${what} '${name}'.`,
    meant === undefined ? `See the names with: akrelay ${group} list` : `Did you mean ${meant}?`,
  );
}
