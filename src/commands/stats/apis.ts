import { AkrelayError, usageError } from '../../errors.js';
import {
  addDays,
  type Days,
  earlyDays,
  historyLimit,
  historyRequest,
  portionsOf,
  readReply,
  sideNames,
  statUniRequest,
} from '../../events/statistics/index.js';
import type { ApiSettings } from '../../relay/config.js';
import type { JsonReply, PlacedValue, StatisticsRoom } from '../../world/statistics/statistics-room.js';
import type { World } from '../../world/world.js';
import type { StatisticsSetup } from './setup.js';

export interface ApiCall {
  readonly days: Days;
  readonly caPem: string | undefined;
  /** The flag that asks, where it is not that of the side. */
  readonly flag?: string;
}

type Values = AsyncGenerator<PlacedValue>;

/** Sendsay's replies for the days, a month at a time for figures, a day at a time for clicks. Throws `usage`, `config`, what `ask` throws. */
export async function* sendsayReplies(
  what: 'figures' | 'clicks',
  call: ApiCall,
  { settings, events }: StatisticsSetup,
  world: World,
): Values {
  const api = required(settings.sendsay.api, 'sendsay');
  const token = await tokenOf(api, 'Sendsay', events.configPath, world);
  const url = `${baseOf(api, 'sendsay')}/general/api/v100/json/${encodeURIComponent(api.account)}`;
  const room = await world.statistics();
  const headers = { Authorization: `sendsay apikey=${token}` };
  for (const days of portionsOf(call.days, what === 'figures' ? 31 : 1)) {
    world.talk.progress(`Asking Sendsay for ${days.firstDay} …`);
    const reply = await room.ask({
      url,
      headers,
      body: statUniRequest(what, days, settings.sendsay.select),
      caPem: call.caPem,
    });
    yield { place: `Sendsay's reply for ${days.firstDay}`, value: accepted(reply, 'sendsay', room) };
  }
  world.talk.progress(undefined);
}

/** Altcraft's history of the days, page by page. */
export async function* altcraftReplies(call: ApiCall, { settings, events }: StatisticsSetup, world: World): Values {
  const api = required(settings.altcraft.api, 'altcraft', call.flag);
  const token = await tokenOf(api, 'Altcraft', events.configPath, world);
  const url = `${baseOf(api, 'altcraft')}/api/v1.1/subscribers/history_get_all`;
  const room = await world.statistics();
  const { firstDay, lastDay } = call.days;
  // What happens to an issue of the last day may happen later.
  const days = { firstDay, lastDay: addDays(lastDay, earlyDays) };
  for (const list of api.lists) {
    const asked = new Set<string>();
    let from: string | undefined = '';
    for (let page = 1; from !== undefined; page += 1) {
      world.talk.progress(`Asking Altcraft for page ${page} of list ${list} …`);
      const body = { token, ...historyRequest(list, days, from) };
      const value = accepted(await room.ask({ url, headers: {}, body, caPem: call.caPem }), 'altcraft', room);
      const place = `page ${page} of list ${list}`;
      yield { place: `Altcraft's ${place}`, value };
      from = nextOf(value, asked.add(from), place);
    }
  }
  world.talk.progress(undefined);
}

/** An empty page, or one without a pointer, is the last; a full one without it would lose the rest. */
function nextOf(value: unknown, asked: ReadonlySet<string>, place: string): string | undefined {
  const reply = readReply(value, 'altcraft');
  if (reply.kind !== 'events' || reply.raws.length === 0) return undefined;
  if (reply.next !== undefined && !asked.has(reply.next)) return reply.next;
  if (reply.raws.length < historyLimit) return undefined;
  throw new AkrelayError('protocol', {
    message: `Altcraft's ${place} is full but has no new next_from_id.`,
    hint: 'Ask for a shorter period with --since and --until, or save the history page by page.',
  });
}

/** A reply that says that the request failed ends the reading. What it says is masked: it may repeat the token. */
function accepted({ status, value }: JsonReply, source: 'sendsay' | 'altcraft', { mask }: StatisticsRoom): unknown {
  const reply = readReply(value, source, 'api');
  const isRefused = status < 200 || status > 299;
  if (reply.kind !== 'wrong' && !isRefused) return value;
  const why = `${reply.kind === 'wrong' ? reply.why : 'has an error status'}${isRefused ? ` (status ${status})` : ''}`;
  const isToken = /\b40[13]\b|auth/i.test(why);
  throw new AkrelayError(isToken ? 'authentication' : 'unreachable', {
    message: `${sideNames[source]}'s reply ${mask(why)}.`,
    hint: `Check ${isToken ? 'the token and its rights' : `statistics.${source}.api in the config`}; see: akrelay help statistics`,
  });
}

function required<Api extends ApiSettings>(api: Api | undefined, source: string, flag = `--${source} api`): Api {
  if (api !== undefined) return api;
  throw usageError(
    `${flag} needs the API in the config.`,
    `Write statistics.${source}.api, as akrelay help statistics shows it.`,
  );
}

/** Without a slash at its end. A token is not sent over plain HTTP, but to this machine. */
function baseOf({ url }: ApiSettings, source: string): string {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/.test(hostname))
    return url.replace(/\/+$/, '');
  throw new AkrelayError('config', {
    message: `statistics.${source}.api.url starts with http://, which would send the token in clear text.`,
    hint: 'Use an https:// URL.',
  });
}

async function tokenOf(
  { token }: ApiSettings,
  who: string,
  configPath: string | undefined,
  world: World,
): Promise<string> {
  const hint = 'Set it, or change token in the config: akrelay help statistics';
  const request = { what: `the API token of ${who}`, reference: token, kind: 'secret' as const, hint };
  const [value = ''] = await world.secrets.resolve([request], configPath ?? '');
  return value;
}
