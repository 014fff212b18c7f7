import { usageError } from '../../errors.js';
import type { Config } from '../../relay/config.js';
import { sameMatch } from '../../relay/describe.js';
import type { Mailbox } from '../../relay/mailbox.js';
import type { Expected, RulePlace } from '../../relay/proof-receipt.js';
import type { Rule, Share, VirtualSender } from '../../relay/virtual-sender.js';
import type { RelayAccess } from '../../world/smtp/smtp.js';
import type { World } from '../../world/world.js';
import { chooseSender } from '../ask-names.js';
import { findSender, findVirtual } from '../find.js';
import { accessOf } from '../send/access.js';
import { letterWriter } from '../send/letter.js';
import type { SendOptions } from '../send/options.js';
import { type Prepared, prepare } from '../send/prepare.js';
import { type Addresses, addressesOf, guardRecipients } from '../send/recipients.js';
import type { ProveOptions } from './options.js';
import { sendOptionsOf } from './sending.js';

/** One message of a proof; all is settled before the network is touched. */
export interface Plan {
  readonly prepared: Prepared;
  readonly sendOptions: SendOptions;
  /** Of a virtual sender: for which of its rules, and what must arrive. */
  readonly place: RulePlace | undefined;
  readonly expected: Expected | undefined;
}

/** The same, with the sender that is meant where no virtual sender is. Throws `usage` for names that the config does not have. */
export async function withSender(options: ProveOptions, config: Config, world: World): Promise<ProveOptions> {
  if (options.virtual === undefined)
    return { ...options, sender: (await chooseSender(options.sender, config, world.prompts, '<sender>')).calledAs };
  findVirtual(config.virtualSenders, options.virtual);
  return options;
}

/** The one message for a sender. */
export async function planFor(options: ProveOptions, world: World): Promise<Plan> {
  const sendOptions = sendOptionsOf(options.sender ?? '', options);
  return {
    sendOptions,
    prepared: await prepare(sendOptions, undefined, world),
    place: undefined,
    expected: undefined,
  };
}

/** A message for each sender of each rule, or for the one sender that is named. */
export async function plansFor(name: string, options: ProveOptions, config: Config, world: World): Promise<Plan[]> {
  const virtual = findVirtual(config.virtualSenders, name);
  const shares = sharesOf(virtual, options);
  const sendOptions = sendOptionsOf(options.sender ?? '', options);
  const asked = await addressesOf(sendOptions, config.test, world.prompts);
  const forwardPaths = [...new Set(asked.to.map(({ address }) => address))];
  await guardRecipients(forwardPaths, sendOptions, config.test, world.prompts);
  const configPath = (await world.config.find()) ?? '';
  const accesses = new Map<string, RelayAccess>();
  const plans: Plan[] = [];
  for (const { rule, at, share } of shares) {
    const sender = findSender(config.senders, share.sender);
    // A person is asked for a password once, however many rules use its sender.
    const access = accesses.get(sender.name) ?? (await accessOf(sender, { ...sendOptions, configPath }, world));
    accesses.set(sender.name, access);
    const from = authorOf(rule, share, asked);
    const { replyTo } = share;
    const write = await letterWriter(sendOptions.content, { ...asked, from, replyTo, withinMs: undefined }, world);
    const via = { sender, virtual: virtual.name, from, replyTo };
    const envelope = { reversePath: from.address, forwardPaths, dsn: undefined };
    plans.push({
      sendOptions,
      prepared: { via, access: { ...access, observe: undefined }, envelope, write },
      place: { rule: at, match: rule.match, sender: sender.name, percent: share.percent },
      expected: { from, replyTo: replyTo ?? null },
    });
  }
  return plans;
}

interface PlacedShare {
  readonly rule: Rule;
  /** 1 = the first rule. */
  readonly at: number;
  readonly share: Share;
}

function sharesOf({ name, rules }: VirtualSender, { sender, match }: ProveOptions): PlacedShare[] {
  const all = rules.flatMap((rule, i) => rule.senders.map((share) => ({ rule, at: i + 1, share })));
  const wanted = all.filter(
    ({ rule, share }) =>
      (sender === undefined || share.sender === sender) && (match === undefined || sameMatch(rule.match, match)),
  );
  if (wanted.length > 0) return wanted;
  throw usageError(
    sender === undefined ? `The rules of ${name} have no senders.` : `No rule of ${name} uses ${sender}.`,
    `See its rules with: akrelay virtual show ${name}`,
  );
}

/** After the overrides. A rule for a From domain is proved with that domain, whose keys and records count. */
function authorOf({ match }: Rule, { fromEmail, fromName }: Share, { from }: Addresses): Mailbox {
  const { address, displayName } = from;
  const local = address.slice(0, address.lastIndexOf('@'));
  const own = match.kind === 'from-domain' ? `${local}@${match.domain}` : address;
  return { address: fromEmail ?? own, displayName: fromName ?? displayName };
}
