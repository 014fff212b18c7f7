import { meantHint } from '../config/nearest.js';
import { type AkrelayError, usageError } from '../errors.js';
import type { Config } from '../relay/config.js';
import type { MailboxSettings } from '../relay/mailbox-settings.js';
import type { RelaySender } from '../relay/sender.js';
import { calledBy, type VirtualSender } from '../relay/virtual-sender.js';
import { shellWord } from '../shell-word.js';

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
  throw usageError(`There are several virtual senders named '${name}'.`, `Choose one of: ${words.join(', ')}.`);
}

/** The mailbox of that name. Throws a usage error that names the nearest one. */
export function findMailbox(mailboxes: readonly MailboxSettings[], name: string): MailboxSettings {
  const found = mailboxes.find((mailbox) => mailbox.name === name);
  if (found !== undefined) return found;
  const names = mailboxes.map((mailbox) => mailbox.name);
  const has =
    names.length === 0
      ? 'The config has no mailboxes; see how to add one: akrelay help mailboxes'
      : `Choose one of: ${names.join(', ')}.`;
  throw usageError(`There is no mailbox '${name}'.`, meantHint(name, names, has));
}

/** Throws a usage error when the two names of `virtual attach` and `detach` are each what the other should be. */
export function mustNotBeSwapped({ senders, virtualSenders }: Config, virtual: string, sender: string): void {
  const isSender = (name: string): boolean => senders.some((one) => one.name === name);
  const isVirtual = (name: string): boolean => calledBy(virtualSenders, name, (one) => one).length > 0;
  if (isVirtual(virtual) || isSender(sender) || !isVirtual(sender) || !isSender(virtual)) return;
  throw usageError(
    `'${sender}' is a virtual sender and '${virtual}' is a sender: the virtual sender must come first.`,
    `Swap the two: ${shellWord(sender)} ${shellWord(virtual)}`,
  );
}

function notFound(
  what: string,
  items: readonly { readonly name: string }[],
  name: string,
  group: 'sender' | 'virtual',
): AkrelayError {
  // A host without its port is taken for a name.
  if (group === 'sender' && /^localhost$|^[\w-]+(\.[\w-]+)+$/.test(name))
    return usageError(
      `There is no ${what} '${name}'.`,
      meantHint(
        name,
        items.map((item) => item.name),
        `To check or send through a relay that is not in the config, add its port: ${name}:587`,
      ),
    );
  if (items.length === 0)
    return usageError(
      `There is no ${what} '${name}'; the config has none.`,
      `Create one with: akrelay ${group} create`,
    );
  const names = items.map((item) => item.name);
  return usageError(
    `There is no ${what} '${name}'.`,
    meantHint(name, names, `See the names with: akrelay ${group} list`),
  );
}
