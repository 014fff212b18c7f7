import type { ConfigChange, SenderFields } from '../../src/relay/config-change.js';
import type { Part, RuleMatch, Share } from '../../src/relay/virtual-sender.js';
import type {
  Draw,
  PlainConfig,
  PlainEnvironment,
  PlainRule,
  PlainSender,
  PlainShare,
  PlainVirtual,
} from './config-document.js';
import { awkwardNames, drawSome } from './config-document.js';

/** A change that often fits the config, and sometimes does not. */
export function drawChange(config: PlainConfig, draw: Draw): ConfigChange {
  const senders = config.senders ?? [];
  const virtuals = config.virtualSenders ?? [];
  const name = senders[draw(senders.length || 1)]?.name ?? 'none';
  const virtual = virtuals[draw(virtuals.length || 1)];
  const fresh = draw(3) ? `new ${draw(9)}` : (awkwardNames[draw(awkwardNames.length)] ?? 'new');
  const rules = virtual?.rules ?? [];
  const match = draw(2) ? matchOf(rules[draw(rules.length || 1)]) : ({ kind: 'to-domain', domain: 'mail.ru' } as const);
  const shares = draw(5) ? 'rebalanced' : 'as-given';
  const virtualName = virtual?.name ?? 'none';
  const share: Share = {
    sender: name,
    percent: draw(101),
    fromEmail: undefined,
    fromName: draw(3) ? undefined : 'A: b',
    replyTo: undefined,
  };
  const changes: readonly (() => ConfigChange)[] = [
    () => ({ kind: 'add-sender', name: fresh, fields: { provider: 'sendsay', ...drawFields(draw) } }),
    () => ({ kind: 'edit-sender', name, fields: drawFields(draw) }),
    () => ({ kind: 'edit-sender', name, fields: drawFields(draw) }),
    () => ({ kind: 'clone-sender', name, copy: fresh }),
    () => ({ kind: 'rename-sender', name, to: fresh }),
    () => ({ kind: 'delete-sender', name }),
    () => ({ kind: 'add-virtual', name: fresh, account: 1 + draw(400) }),
    () => ({ kind: 'edit-virtual', name: virtualName, account: 1 + draw(400) }),
    () => ({ kind: 'clone-virtual', name: virtualName, copy: fresh, account: draw(2) ? undefined : 5 }),
    () => ({ kind: 'rename-virtual', name: virtualName, to: fresh }),
    () => ({ kind: 'delete-virtual', name: virtualName }),
    () => ({ kind: 'attach', virtual: virtualName, match, share, shares }),
    () => ({ kind: 'attach', virtual: virtualName, match, share, shares }),
    () => ({ kind: 'detach', virtual: virtualName, sender: name, match: draw(2) ? match : undefined, shares }),
    () => ({ kind: 'move-rule', virtual: virtualName, match, position: 1 + draw(3) }),
    () => ({ kind: 'set-shares', virtual: virtualName, match, ...drawParts(rules, match, draw) }),
  ];
  return (changes[draw(changes.length)] ?? changes[0])?.() as ConfigChange;
}

/** Parts that the rule has, and others that total 100; sometimes not. */
function drawParts(
  rules: readonly PlainRule[],
  match: RuleMatch,
  draw: Draw,
): { readonly before: readonly Part[]; readonly after: readonly Part[] } {
  const shares = rules.find((rule) => sameMatch(rule, match))?.senders ?? [];
  const before = shares.map(({ sender, percent }) => ({ sender, percent: Number(percent) + (draw(9) ? 0 : 1) }));
  let left = 100;
  const after = before.map(({ sender }, i) => {
    const percent = i === before.length - 1 ? left : draw(left + 1);
    left -= percent;
    return { sender, percent };
  });
  return { before, after };
}

function drawFields(draw: Draw): SenderFields {
  const reference = () =>
    [
      null,
      { kind: 'env', name: 'X' } as const,
      { kind: 'file', path: '/a b' } as const,
      { kind: 'command', argv: ['pass', 'a b', '#1'] } as const,
    ][draw(4)] ?? null;
  const all: SenderFields = {
    host: ['h1.gate.sendsay.ru:587', '[2001:db8::1]:25', 'x.example:2525'][draw(3)] ?? '',
    tls: (['none', 'starttls', 'implicit'] as const)[draw(3)] ?? 'none',
    auth: (['none', 'login', 'cram-md5'] as const)[draw(3)] ?? 'none',
    username: draw(3) ? reference() : { kind: 'literal', value: 'yes' },
    password: reference(),
    webhookEnabled: draw(2) === 1,
    gateway: draw(2) ? 'true' : null,
    webhookUrl: draw(2) ? 'https://a.example/x?y=1#z' : null,
    pathHosts: drawSome(draw, ['gato#.sndsy.ru', '*.b.example', 'new.example'], 3),
    pathNetworks: drawSome(draw, ['10.0.0.0/8', '2001:db8::/32'], 2),
    platformId: draw(2) ? 7 : null,
    accounts: drawSome(draw, [1, 22, 33], 3),
  };
  const kept = drawSome(draw, Object.keys(all), 4);
  return Object.fromEntries(Object.entries(all).filter(([key]) => kept.includes(key)));
}

function matchOf(rule: PlainRule | undefined): RuleMatch {
  const match = rule?.match ?? 'default';
  if (typeof match === 'string') return { kind: 'default' };
  if (match['group'] !== undefined) return { kind: 'group', group: Number(match['group']) };
  return match['toDomain'] !== undefined
    ? { kind: 'to-domain', domain: match['toDomain'] }
    : { kind: 'from-domain', domain: match['fromDomain'] ?? '' };
}

/** What the config must say after the change, on plain data and by the rules' words alone. Undefined: the change does not fit. */
export function applied(before: PlainConfig, change: ConfigChange): PlainConfig | undefined {
  const config = structuredClone(before);
  const senders = config.senders ?? [];
  const virtuals = config.virtualSenders ?? [];
  const isFit = appliers[change.kind](change as never, senders, virtuals);
  const environments = environmentsAfter(config.environments ?? {}, change);
  return isFit && environments ? { ...config, senders, virtualSenders: virtuals, environments } : undefined;
}

/** A rename is followed; a sender that an environment names is not deleted. */
function environmentsAfter(
  environments: Record<string, PlainEnvironment>,
  change: ConfigChange,
): Record<string, PlainEnvironment> | undefined {
  for (const { senders } of Object.values(environments)) {
    if (senders === undefined || !('name' in change) || senders[change.name] === undefined) continue;
    if (change.kind === 'delete-sender') return undefined;
    if (change.kind !== 'rename-sender' || change.to === change.name) continue;
    senders[change.to] = senders[change.name] ?? {};
    delete senders[change.name];
  }
  return environments;
}

type Applier<Kind extends ConfigChange['kind']> = (
  change: Extract<ConfigChange, { kind: Kind }>,
  senders: PlainSender[],
  virtuals: PlainVirtual[],
) => boolean;

const named = <Item extends { name: string }>(items: readonly Item[], name: string): Item | undefined =>
  items.find((item) => item.name === name);
const at = (items: readonly { name: string }[], name: string): number => items.findIndex((item) => item.name === name);

const appliers: { readonly [Kind in ConfigChange['kind']]: Applier<Kind> } = {
  'add-sender': ({ name, fields }, senders) => {
    if (named(senders, name)) return false;
    senders.push(withFields({ name }, fields));
    return true;
  },
  'edit-sender': ({ name, fields }, senders) => {
    const sender = named(senders, name);
    if (sender) senders[senders.indexOf(sender)] = withFields(sender, fields);
    return sender !== undefined;
  },
  'clone-sender': ({ name, copy }, senders) => {
    const sender = named(senders, name);
    if (!sender || named(senders, copy)) return false;
    senders.push(withFields({ ...structuredClone(sender), name: copy }, { platformId: null }));
    return true;
  },
  'rename-sender': ({ name, to }, senders, virtuals) => {
    const sender = named(senders, name);
    if (!sender || (name !== to && named(senders, to))) return false;
    sender.name = to;
    for (const { rules } of virtuals)
      for (const rule of rules ?? []) for (const share of rule.senders) if (share.sender === name) share.sender = to;
    return true;
  },
  'delete-sender': ({ name }, senders, virtuals) => {
    const used = virtuals.some(({ rules }) =>
      rules?.some((rule) => rule.senders.some(({ sender }) => sender === name)),
    );
    if (used || !named(senders, name)) return false;
    senders.splice(at(senders, name), 1);
    return true;
  },
  'add-virtual': ({ name, account }, _senders, virtuals) => {
    if (virtuals.some((other) => other.name === name && other.account === String(account))) return false;
    virtuals.push({ name, account: String(account) });
    return true;
  },
  'edit-virtual': ({ name, account }, _senders, virtuals) => {
    const virtual = named(virtuals, name);
    if (virtual) virtual.account = String(account);
    return virtual !== undefined;
  },
  'clone-virtual': ({ name, copy, account }, _senders, virtuals) => {
    const virtual = named(virtuals, name);
    const own = account === undefined ? virtual?.account : String(account);
    if (!virtual || virtuals.some((other) => other.name === copy && other.account === own)) return false;
    virtuals.push({ ...structuredClone(virtual), name: copy, account: own ?? '' });
    return true;
  },
  'rename-virtual': ({ name, to }, _senders, virtuals) => {
    const virtual = named(virtuals, name);
    if (!virtual || (name !== to && virtuals.some((other) => other.name === to && other.account === virtual.account)))
      return false;
    virtual.name = to;
    return true;
  },
  'delete-virtual': ({ name }, _senders, virtuals) => {
    if (!named(virtuals, name)) return false;
    virtuals.splice(at(virtuals, name), 1);
    return true;
  },
  attach: ({ virtual: name, match, share, shares }, senders, virtuals) => {
    const virtual = named(virtuals, name);
    if (!virtual || !named(senders, share.sender)) return false;
    virtual.rules ??= [];
    const rules = virtual.rules;
    let rule = rules.find((other) => sameMatch(other, match));
    if (!rule) {
      rule = { match: plainMatch(match), senders: [] };
      rules.splice(rules.at(-1)?.match === 'default' ? rules.length - 1 : rules.length, 0, rule);
    }
    const mine: PlainShare = {
      sender: share.sender,
      percent: String(share.percent),
      ...(share.fromName === undefined ? {} : { fromName: share.fromName }),
    };
    const index = rule.senders.findIndex(({ sender }) => sender === share.sender);
    rule.senders.splice(index === -1 ? rule.senders.length : index, index === -1 ? 0 : 1, mine);
    return settle(rule, shares, share.sender);
  },
  detach: ({ virtual: name, sender, match, shares }, _senders, virtuals) => {
    const rules = named(virtuals, name)?.rules ?? [];
    const meant = rules.filter(
      (rule) =>
        (match === undefined || sameMatch(rule, match)) && rule.senders.some((share) => share.sender === sender),
    );
    for (const rule of meant) {
      rule.senders = rule.senders.filter((share) => share.sender !== sender);
      if (rule.senders.length === 0) rules.splice(rules.indexOf(rule), 1);
      else if (!settle(rule, shares, undefined)) return false;
    }
    return meant.length > 0;
  },
  'move-rule': ({ virtual: name, match, position }, _senders, virtuals) => {
    const rules = named(virtuals, name)?.rules ?? [];
    const rule = rules.find((other) => sameMatch(other, match));
    if (!rule || rule.match === 'default' || position > rules.filter((other) => other.match !== 'default').length)
      return false;
    rules.splice(rules.indexOf(rule), 1);
    rules.splice(position - 1, 0, rule);
    return true;
  },
  'set-shares': ({ virtual: name, match, before, after }, _senders, virtuals) => {
    const rule = named(virtuals, name)?.rules?.find((other) => sameMatch(other, match));
    const isSame = ({ sender, percent }: PlainShare, i: number): boolean =>
      before[i]?.sender === sender && before[i].percent === Number(percent);
    if (!rule || rule.senders.length !== before.length || !rule.senders.every(isSame)) return false;
    for (const [i, share] of rule.senders.entries()) share.percent = String(after[i]?.percent ?? 0);
    return true;
  },
};

function withFields(sender: PlainSender, fields: SenderFields): PlainSender {
  const { username, password, accounts } = fields;
  const written = {
    provider: { provider: fields.provider },
    relay: {
      host: fields.host,
      tls: fields.tls,
      auth: fields.auth,
      username: reference(username),
      password: reference(password),
    },
    webhook: { enabled: fields.webhookEnabled?.toString(), gateway: fields.gateway, url: fields.webhookUrl },
    path: { hosts: fields.pathHosts, networks: fields.pathNetworks },
    platform: { id: fields.platformId?.toString() ?? fields.platformId, accounts: accounts?.map(String) },
  };
  const result: Record<string, unknown> = {
    ...sender,
    ...(fields.provider === undefined ? {} : { provider: fields.provider }),
  };
  for (const group of ['relay', 'webhook', 'path', 'platform'] as const) {
    const held: Record<string, unknown> = { ...sender[group] };
    for (const [key, value] of Object.entries(written[group])) {
      if (value === undefined) continue;
      if (value === null || (Array.isArray(value) && value.length === 0)) delete held[key];
      else held[key] = value;
    }
    if (Object.keys(held).length > 0) result[group] = held;
    else delete result[group];
  }
  return result as unknown as PlainSender;
}

function reference(secret: SenderFields['username']): unknown {
  if (!secret) return secret;
  if (secret.kind === 'command') return { command: [...secret.argv] };
  return secret.kind === 'literal'
    ? secret.value
    : secret.kind === 'env'
      ? { env: secret.name }
      : { file: secret.path };
}

function plainMatch(match: RuleMatch): PlainRule['match'] {
  if (match.kind === 'default') return 'default';
  if (match.kind === 'group') return { group: String(match.group) };
  return match.kind === 'to-domain' ? { toDomain: match.domain } : { fromDomain: match.domain };
}

function sameMatch(rule: PlainRule, match: RuleMatch): boolean {
  return JSON.stringify(rule.match) === JSON.stringify(plainMatch(match));
}

/** Whole percents that total 100; which of them rounding favours is tested elsewhere, so near enough is taken over. */
function settle(rule: PlainRule, shares: 'as-given' | 'rebalanced', fixed: string | undefined): boolean {
  const total = rule.senders.reduce((sum, { percent }) => sum + Number(percent), 0);
  if (shares === 'as-given') return total === 100;
  const keeper = rule.senders.length > 1 ? rule.senders.find(({ sender }) => sender === fixed) : undefined;
  const others = rule.senders.filter((share) => share !== keeper);
  const left = 100 - Number(keeper?.percent ?? 0);
  const sum = others.reduce((all, { percent }) => all + Number(percent), 0);
  let rest = left;
  const exact = others.map(({ percent }) => (sum === 0 ? left / others.length : (Number(percent) * left) / sum));
  const order = exact
    .map((value, i) => ({ i, part: value - Math.floor(value) }))
    .sort((a, b) => b.part - a.part || a.i - b.i);
  for (const value of exact) rest -= Math.floor(value);
  others.forEach((share, i) => {
    const bonus = order.findIndex((one) => one.i === i) < rest ? 1 : 0;
    share.percent = String(Math.floor(exact[i] ?? 0) + bonus);
  });
  return true;
}
