/** A config as the oracle has it: plain data, every scalar a string. */
export interface PlainSender {
  name: string;
  provider?: string;
  relay?: Record<string, string | Record<string, string>>;
  webhook?: Record<string, string>;
  path?: Record<string, string[]>;
  platform?: Record<string, string | string[]>;
}

export interface PlainShare extends Record<string, string> {
  sender: string;
  percent: string;
}

export interface PlainRule {
  match: string | Record<string, string>;
  senders: PlainShare[];
}

export interface PlainVirtual {
  name: string;
  account: string;
  rules?: PlainRule[];
}

export interface PlainConfig {
  senders?: PlainSender[];
  virtualSenders?: PlainVirtual[];
  environments?: Record<string, PlainEnvironment>;
}

export interface PlainEnvironment {
  senders?: Record<string, Omit<PlainSender, 'name'>>;
}

/** Draws a whole number from 0 up to `below`. */
export type Draw = (below: number) => number;

export const awkwardNames = [
  'main',
  '00123',
  'true',
  "it's",
  'a: b',
  'null',
  'имя',
  '#x',
  'a,b',
  '1e3',
  '~',
  '"q"',
  'x-{y}',
  'long name with spaces',
  '&a',
  '*b',
  '!t',
  '%p',
  '@at',
  'a #b',
  'k:',
  '[l]',
  '0x1F',
  '2026-11-21',
  '<<',
  'y',
] as const;

/** A config whose rules all hold: what the generated text says. */
export function drawConfig(draw: Draw): PlainConfig {
  const names = drawSome(draw, awkwardNames, 4);
  const senders = names.map((name) => drawSender(draw, name));
  const virtualSenders = drawSome(draw, ['news', '007', 'null', 'v: w'], 2).map((name) => ({
    name,
    account: String(1 + draw(400)),
    ...(draw(6) === 0 ? {} : { rules: drawRules(draw, names) }),
  }));
  return {
    ...(draw(8) || senders.length > 0 ? { senders } : {}),
    ...(draw(4) && senders.length > 0 ? { virtualSenders } : {}),
    ...(draw(3) ? {} : { environments: drawEnvironments(draw, names) }),
  };
}

function drawEnvironments(draw: Draw, senders: readonly string[]): Record<string, PlainEnvironment> {
  return Object.fromEntries(
    drawSome(draw, ['stage', 'prod'], 2).map((environment) => {
      const named = drawSome(draw, senders, 3).map((name) => [
        name,
        { relay: { host: `e${draw(9)}.gate.sendsay.ru:25` } },
      ]);
      return [environment, named.length > 0 ? { senders: Object.fromEntries(named) } : {}];
    }),
  );
}

function drawSender(draw: Draw, name: string): PlainSender {
  const relay: PlainSender['relay'] = {
    ...(draw(2) ? { host: `h${draw(9)}.gate.sendsay.ru:587` } : {}),
    ...(draw(2) ? { tls: ['none', 'starttls', 'implicit'][draw(3)] as string } : {}),
    ...(draw(3) ? {} : { username: ['x.y@smtpgate', { env: 'LOGIN' }, { file: '/run/a b' }][draw(3)] as string }),
    ...(draw(2) ? { password: { env: `P${draw(9)}` } } : {}),
  };
  return {
    name,
    provider: 'sendsay',
    ...(Object.keys(relay).length > 0 ? { relay } : {}),
    ...(draw(3) ? {} : { webhook: { enabled: draw(2) ? 'true' : 'false', gateway: 'My gate' } }),
    ...(draw(3)
      ? {}
      : { path: { hosts: drawSome(draw, ['gato#.sndsy.ru', '*.b.example', 'c'], 3), networks: ['10.0.0.0/8'] } }),
    ...(draw(3) ? {} : { platform: { accounts: drawSome(draw, ['1', '22', '306'], 3) } }),
  };
}

function drawRules(draw: Draw, senders: readonly string[]): PlainRule[] {
  const matches = drawSome<PlainRule['match']>(
    draw,
    [{ toDomain: 'gmail.com' }, { fromDomain: 'shop.example' }, { group: '7' }],
    3,
  );
  const all = draw(4) ? [...matches, 'default'] : matches;
  return all.map((match) => {
    const chosen = drawSome(draw, senders, 3);
    const used = chosen.length > 0 ? chosen : senders.slice(0, 1);
    const rest = 100 - 10 * (used.length - 1);
    return {
      match,
      senders: used.map((sender, i) => ({
        sender,
        percent: String(i === 0 ? rest : 10),
        ...(draw(5) ? {} : { fromName: 'Our: "Shop" #1' }),
      })),
    };
  });
}

/** Up to `most` different ones, in their order. */
export function drawSome<Item>(draw: Draw, from: readonly Item[], most: number): Item[] {
  const picked = new Set(Array.from({ length: draw(most + 1) }, () => draw(from.length)));
  return from.filter((_, i) => picked.has(i));
}
