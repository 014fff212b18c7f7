import { nearest } from '../config/nearest.js';
import { AkrelayError, usageError } from '../errors.js';
import type { RelaySender } from '../relay/sender.js';
import type { VirtualSender } from '../relay/virtual-sender.js';

/** The sender of that name. Throws a usage error that names the nearest one. */
export function findSender(senders: readonly RelaySender[], name: string): RelaySender {
  return find('sender', senders, name);
}

/** The virtual sender of that name. Names are unique within an account only: throws when two accounts have it. */
export function findVirtual(virtualSenders: readonly VirtualSender[], name: string): VirtualSender {
  return find('virtual sender', virtualSenders, name);
}

function find<Item extends { readonly name: string }>(what: string, items: readonly Item[], name: string): Item {
  const found = items.filter((item) => item.name === name);
  if (found.length > 1)
    throw new AkrelayError('config', {
      message: `There are ${found.length} ${what}s named '${name}'.`,
      hint: 'Give each a name of its own in the file.',
    });
  if (found[0] === undefined)
    throw notFound(
      what,
      items.map((item) => item.name),
      name,
    );
  return found[0];
}

function notFound(what: string, names: readonly string[], name: string): AkrelayError {
  const command = what === 'sender' ? 'sender' : 'virtual';
  if (names.length === 0)
    return usageError(
      `There is no ${what} '${name}'; the config has none yet.`,
      `Create one with: akrelay ${command} create`,
    );
  const meant = nearest(name, names);
  return usageError(
    `There is no ${what} '${name}'.`,
    meant === undefined ? `See the names with: akrelay ${command} list` : `Did you mean ${meant}?`,
  );
}
