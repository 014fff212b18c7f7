import { isIP } from 'node:net';
import type { JudgeOptions } from '../../../src/trace/path/judge-options.js';
import type { PathVerdict, TrustedReceiver } from '../../../src/trace/path/verdict.js';
import { continuation, liar, type Random, relay, relays, strangers } from './hostile.js';
import { forgedLine, messageOf } from './message.js';
import { linesOf, type Route } from './routes.js';
import { type Session, truthOf } from './session.js';

/** Judges the bytes of a message; undefined when they are none. */
export type Judge = (bytes: Uint8Array, options: JudgeOptions) => PathVerdict | undefined;

/** What was tried, and what was wrong about the answer. */
export interface Trial {
  readonly route: string;
  readonly kind: string;
  readonly bytes: Uint8Array;
  readonly verdict: PathVerdict;
  /** Undefined: as it must be. */
  readonly problem: string | undefined;
}

const relayOf = { name: 'sendsay', kind: 'preset' as const, hosts: ['gato#.sndsy.ru'], networks: ['185.138.182.0/24'] };

function stated({ by }: Session): readonly TrustedReceiver[] {
  return [isIP(by.name) === 0 ? { kind: 'name', by: by.name } : { kind: 'network', cidr: by.name }];
}

function receiversOf(random: Random, session: Session): readonly TrustedReceiver[] {
  return random.below(2) === 0 ? [] : stated(session);
}

/** An address that everybody behind a translator has, under a name that our own zone gives it. */
function behindTranslator(session: Session, random: Random): Session {
  return {
    ...session,
    address: random.pick(['10.0.0.5', '192.168.1.7', '172.31.0.9', 'fd00::5']),
    reverseName: random.pick(['gato1.sndsy.ru', 'gw.corp.example', 'localhost']),
    leadsBack: true,
  };
}

/** A proxy on the machine itself, which passes on the client's own word. That word may name the machine, as a filter's would. */
function behindProxy(session: Session, random: Random): Session {
  return {
    ...session,
    ehlo: random.pick([
      ...['gato12.sndsy.ru', 'mta.evil.example', '[185.138.182.7]', 'localhost.evil.example'],
      ...['localhost', '[127.0.0.1]', 'pps.filterd', session.by.name],
    ]),
    address: '127.0.0.1',
    reverseName: 'localhost',
    leadsBack: true,
  };
}

const lies: readonly { readonly kind: string; readonly change: (session: Session, random: Random) => Session }[] = [
  ...Array<{ kind: string; change: (session: Session) => Session }>(6).fill({
    kind: 'stranger',
    change: (same) => same,
  }),
  // What a user of ours submits is his own word too.
  { kind: 'own user', change: (session) => ({ ...session, login: 'anna@corp.example' }) },
  { kind: 'translator', change: behindTranslator },
  {
    kind: 'proxy',
    change: (session, random) => (session.by.name.endsWith('.example') ? behindProxy(session, random) : session),
  },
];

/** A liar at the border of a route, with a perfect line of the relay below. Undefined when the server refuses him. */
export function tryLie(random: Random, route: Route, judge: Judge): Trial | undefined {
  const { kind, change } = random.pick(lies);
  const session = change(liar(random, route.border, random.pick(strangers)), random);
  const servers = linesOf(route, session);
  if (!servers) return undefined;
  const goesOn = route.border.letsMessageContinue === true && random.below(4) === 0;
  const begin = goesOn ? continuation(random) : undefined;
  const bytes = messageOf({ servers, begin, brought: [forgedLine(random, session.by.name)] });
  const verdict = judge(bytes, { receivers: receiversOf(random, session), relays: [relayOf] });
  if (!verdict) return undefined;
  return { route: route.name, kind, bytes, verdict, problem: lieProblem(verdict, servers.length - 1, session) };
}

function lieProblem(verdict: PathVerdict, border: number, session: Session): string | undefined {
  if (verdict.verdict === 'confirmed') return `confirmed a message of ${session.address}`;
  const { boundaryHop } = verdict;
  if (boundaryHop !== undefined && boundaryHop > border) return 'went past the border';
  const hop = verdict.hops[border];
  const told = hop?.accounted && !hop.ambiguous ? hop.from?.tcpInfo.address : undefined;
  return told === undefined || told === session.address ? undefined : `took ${told} for ${session.address}`;
}

/** The relay, truly. The verdict must be `confirmed` unless the route is one of those that cannot tell. */
export function tryTruth(random: Random, route: Route, judge: Judge, receivers: 'stated' | 'inferred'): Trial {
  const session = relay(random, route.border, random.pick(relays));
  const servers = linesOf(route, session);
  if (!servers) throw new Error(`${route.name} refuses the relay: ${JSON.stringify(session)}`);
  const bytes = messageOf({ servers, begin: undefined, brought: [] });
  const verdict = judge(bytes, { receivers: receivers === 'stated' ? stated(session) : [], relays: [relayOf] });
  if (!verdict) throw new Error(`${route.name}: not an e-mail`);
  const problem = verdict.verdict === 'confirmed' ? undefined : `${verdict.verdict}: ${verdict.reason}`;
  return { route: route.name, kind: receivers, bytes, verdict, problem };
}

/** The relay's name at an address that the preset does not know: it counts where the writer checked it, and only there. */
export function tryMoved(random: Random, route: Route, judge: Judge): Trial | undefined {
  const session = { ...relay(random, route.border, '198.51.100.77'), reverseName: 'gato12.sndsy.ru' };
  const moved = { ...session, leadsBack: random.below(2) === 0 };
  const servers = linesOf(route, moved);
  if (!servers) return undefined;
  const bytes = messageOf({ servers, begin: undefined, brought: [forgedLine(random, moved.by.name)] });
  const verdict = judge(bytes, { receivers: receiversOf(random, moved), relays: [relayOf] });
  if (!verdict) return undefined;
  const isChecked = truthOf(route.border, moved).name !== undefined;
  const problem =
    verdict.verdict === 'confirmed' && (!isChecked || verdict.reason !== 'name')
      ? `confirmed by ${verdict.reason} what was ${isChecked ? 'checked' : 'not checked'}`
      : undefined;
  return { route: route.name, kind: moved.leadsBack ? 'moved' : 'name astray', bytes, verdict, problem };
}
