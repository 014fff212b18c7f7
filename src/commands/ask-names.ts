import { usageError } from '../errors.js';
import type { Config } from '../relay/config.js';
import { formatHostPort } from '../relay/host-port.js';
import type { MailboxSettings } from '../relay/mailbox-settings.js';
import type { RelaySender } from '../relay/sender.js';
import { callingOf, type VirtualSender } from '../relay/virtual-sender.js';
import type { Prompts } from '../world/world.js';
import type { ChangeFlags } from './change-flags.js';
import { findMailbox, findSender, findVirtual } from './find.js';
import { missingAnswers } from './missing.js';
import { problemWith, senderName } from './words.js';

/** How a name came to be known: a person who chose it has yet to agree to a change. */
export type Origin = 'given' | 'asked';

/** Something that was named, and how a command names it. */
export interface Chosen<Item> {
  readonly item: Item;
  readonly calledAs: string;
  readonly origin: Origin;
}

/** The sender of that name; without a name the only one, else the one that a person chooses. Throws `usage` as `findSender` does. */
export async function chooseSender(
  name: string | undefined,
  { senders }: Pick<Config, 'senders'>,
  prompts: Prompts | undefined,
  word: string,
  alone?: Alone,
): Promise<Chosen<RelaySender>> {
  if (name !== undefined) return { item: findSender(senders, name), calledAs: name, origin: 'given' };
  return choose(senders, prompts, {
    word,
    alone,
    what: 'sender',
    calledAs: ({ name: own }) => own,
    about: ({ relay }) => formatHostPort(relay),
    next: 'Create one with: akrelay sender create',
  });
}

/** The same for a virtual sender. */
export async function chooseVirtual(
  name: string | undefined,
  { virtualSenders }: Pick<Config, 'virtualSenders'>,
  prompts: Prompts | undefined,
  word: string,
  alone?: Alone,
): Promise<Chosen<VirtualSender>> {
  if (name !== undefined) return { item: findVirtual(virtualSenders, name), calledAs: name, origin: 'given' };
  return choose(virtualSenders, prompts, {
    word,
    alone,
    what: 'virtual sender',
    calledAs: callingOf(virtualSenders),
    about: ({ account, rules }) => `account ${account}, ${rules.length === 1 ? '1 rule' : `${rules.length} rules`}`,
    next: 'Create one with: akrelay virtual create',
  });
}

/** The same for a mailbox. */
export async function chooseMailbox(
  name: string | undefined,
  { mailboxes }: Pick<Config, 'mailboxes'>,
  prompts: Prompts | undefined,
  word: string,
): Promise<Chosen<MailboxSettings>> {
  if (name !== undefined) return { item: findMailbox(mailboxes, name), calledAs: name, origin: 'given' };
  return choose(mailboxes, prompts, {
    word,
    what: 'mailbox',
    calledAs: ({ name: own }) => own,
    about: ({ type }) => type,
    next: 'Add one to the config (akrelay help mailboxes), or give one with --imap, --maildir, --mbox or --mailpit.',
  });
}

interface Kind<Item> {
  /** As the help names the argument. */
  readonly word: string;
  readonly what: string;
  readonly calledAs: (item: Item) => string;
  readonly about: (item: Item) => string;
  /** What to do where there is none. */
  readonly next: string;
  /** What is to be done where there is but one. */
  readonly alone?: Alone | undefined;
}

/** `asked`: before it is removed, say. */
export type Alone = 'taken' | 'asked';

async function choose<Item>(
  items: readonly Item[],
  prompts: Prompts | undefined,
  { word, what, calledAs, about, next, alone = 'taken' }: Kind<Item>,
): Promise<Chosen<Item>> {
  const [first, ...others] = items;
  if (first === undefined) throw usageError(`The config has no ${what}${what.endsWith('x') ? 'es' : 's'}.`, next);
  if (others.length === 0 && alone === 'taken') return { item: first, calledAs: calledAs(first), origin: 'given' };
  if (prompts === undefined) throw missingAnswers([word], 'asked-on-a-terminal');
  const value = await prompts.choice({
    message: `Which ${what}?`,
    choices: items.map((item) => ({
      value: calledAs(item),
      label: `${calledAs(item)}  ${about(item)}`,
      echo: calledAs(item),
    })),
  });
  return { item: items.find((item) => calledAs(item) === value) ?? first, calledAs: value, origin: 'asked' };
}

/** A change to something that a person chose from a list is shown before it is made. */
export function agreed(flags: ChangeFlags, origin: Origin): ChangeFlags {
  return origin === 'asked' && flags.confirmation === 'not-needed' ? { ...flags, confirmation: 'asked' } : flags;
}

/** A name that is not taken. Throws `usage` where nobody can be asked. */
export function askNewName(
  message: string,
  taken: readonly string[],
  prompts: Prompts | undefined,
  word: string,
): Promise<string> {
  if (prompts === undefined) throw missingAnswers([word], 'asked-on-a-terminal');
  const problem = (answer: string): string | undefined =>
    taken.includes(answer) ? 'That name is taken.' : problemWith(senderName, answer);
  return prompts.text({ message, problem });
}
