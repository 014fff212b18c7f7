import { AkrelayError } from '../../errors.js';
import type { Config } from '../../relay/config.js';
import { domainOf, type Mailbox } from '../../relay/mailbox.js';
import { routeMessage } from '../../relay/routing.js';
import type { RelaySender } from '../../relay/sender.js';
import type { Rule, Share, VirtualSender } from '../../relay/virtual-sender.js';
import type { World } from '../../world/world.js';
import { findSender, findVirtual } from '../find.js';
import type { SendOptions } from './options.js';
import type { Addresses } from './recipients.js';

/** Which way the message goes, and as whom. */
export interface Via {
  readonly sender: RelaySender;
  readonly virtual: string | undefined;
  /** After the rule's overrides. */
  readonly from: Mailbox;
  readonly replyTo: string | undefined;
}

/** The named sender; or, with `--virtual`, what the rule for the first recipient says, its sender drawn by share. */
export function chooseVia(
  { sender, relay, virtual }: SendOptions,
  { from, to, cc }: Addresses,
  { senders, virtualSenders }: Config,
  { randomHex, talk }: Pick<World, 'randomHex' | 'talk'>,
): Via {
  if (virtual === undefined)
    return { sender: findSender(senders, relay?.name ?? sender ?? ''), virtual, from, replyTo: undefined };
  const rules = findVirtual(virtualSenders, virtual);
  const first = to[0]?.address ?? '';
  const rule = ruleFor(rules, from, first);
  const others = [...to, ...cc]
    .map(({ address }) => address)
    .filter((address) => chosenRule(rules, from, address) !== rule);
  if (others.length > 0)
    talk.warn(
      `${others.join(', ')}: another rule of ${virtual} applies to them, but this message uses the rule for ${first}.`,
    );
  const share = sender === undefined ? draw(rule.senders, randomHex) : named(rule.senders, sender, virtual);
  return {
    sender: findSender(senders, share.sender),
    virtual,
    from: {
      address: share.fromEmail ?? from.address,
      displayName: share.fromName ?? from.displayName,
    },
    replyTo: share.replyTo,
  };
}

function chosenRule(virtual: VirtualSender, from: Mailbox, to: string): Rule | undefined {
  return routeMessage(virtual, { fromDomain: domainOf(from.address), toDomain: domainOf(to), group: undefined }).chosen;
}

function ruleFor(virtual: VirtualSender, from: Mailbox, to: string): Rule {
  const chosen = chosenRule(virtual, from, to);
  if (chosen !== undefined && chosen.senders.length > 0) return chosen;
  throw new AkrelayError('config', {
    message: `No rule of ${virtual.name} accepts mail from ${from.address} to ${to}.`,
    hint: `See its rules with: akrelay virtual show ${virtual.name}`,
  });
}

function named(shares: readonly Share[], sender: string, virtual: string): Share {
  const share = shares.find((one) => one.sender === sender);
  if (share !== undefined) return share;
  throw new AkrelayError('usage', {
    message: `The rule of ${virtual} for this message does not use ${sender}; it uses ${shares.map((one) => one.sender).join(', ')}.`,
    hint: 'Use one of those, or leave out the sender to choose one by share.',
  });
}

/** By share, as the platform would. Shares total 100; 48 random bits make the remainder's bias immaterial. */
function draw(shares: readonly Share[], randomHex: World['randomHex']): Share {
  const total = shares.reduce((sum, { percent }) => sum + percent, 0);
  let point = Number.parseInt(randomHex(6), 16) % Math.max(total, 1);
  for (const share of shares) {
    if (point < share.percent) return share;
    point -= share.percent;
  }
  return shares[0] as Share;
}
