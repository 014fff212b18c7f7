import { budgetsWithin } from '../../relay/budgets.js';
import { type MatrixCell, type Place, placesOf } from '../../relay/check-matrix.js';
import { authLines, offersStarttls } from '../../relay/extensions.js';
import type { TlsMode } from '../../relay/sender.js';
import type { Inspection } from '../../world/smtp/smtp.js';
import type { World } from '../../world/world.js';
import { stopwatch } from '../stopwatch.js';
import type { Look } from './look.js';

/** Connections at a time: relays limit those of one client. */
const atOnce = 6;
/** One session's time at most: a port that drops everything must not hold up the rest. */
const sessionMs = 5_000;

/** Every address, port and TLS mode, tried without a login. */
export async function matrixOf(
  { access, seen }: Look,
  ports: readonly number[],
  { smtp, clock }: Pick<World, 'smtp' | 'clock'>,
): Promise<MatrixCell[]> {
  const places = placesOf(seen.dns?.addresses ?? [], ports, access.port);
  const budgets = budgetsWithin(Math.min(sessionMs, access.budgets.totalMs));
  const look = (place: Place, tls: TlsMode): Promise<Tried> => {
    const tookMs = stopwatch({ clock });
    return smtp
      .inspect({ ...access, addresses: [place.address], port: place.port, tls, auth: { method: 'none' }, budgets })
      .then((found) => ({ found, tookMs: tookMs() }));
  };
  return (await limited(places, (place) => cellsOf(place, look))).flat();
}

interface Tried {
  readonly found: Inspection;
  readonly tookMs: number;
}

/** The three modes of one port. What the session in clear text settles for STARTTLS is not asked again. */
async function cellsOf(
  place: Place,
  look: (place: Place, tls: TlsMode) => Promise<Tried>,
): Promise<readonly MatrixCell[]> {
  const clear = await look(place, 'none');
  const { failure } = clear.found;
  if (failure?.stage === 'connect')
    return (['none', 'starttls', 'implicit'] as const).map((tls) => cell(place, tls, 'closed', clear));
  const starttls =
    failure === undefined && offersStarttls(clear.found.extensions ?? []) ? await look(place, 'starttls') : undefined;
  return [
    cell(place, 'none', undefined, clear),
    starttls || failure ? cell(place, 'starttls', undefined, starttls ?? clear) : notOffered(place, clear),
    cell(place, 'implicit', undefined, await look(place, 'implicit')),
  ];
}

function cell(place: Place, tls: TlsMode, state: 'closed' | undefined, { found, tookMs }: Tried): MatrixCell {
  const { failure, tcp } = found;
  if (failure === undefined) return { ...place, tls, state: 'works', evidence: offers(found), finding: null, tookMs };
  // A port may take the first look at it and refuse the session after it.
  const answer = tcp[0]?.answer === 'open' ? undefined : tcp[0]?.answer;
  const evidence = (state === 'closed' ? answer : undefined) ?? failure.message;
  return { ...place, tls, state: state ?? 'fails', evidence, finding: failure.id, tookMs };
}

function notOffered(place: Place, { tookMs }: Tried): MatrixCell {
  const evidence = 'STARTTLS is not offered';
  return { ...place, tls: 'starttls', state: 'fails', evidence, finding: 'starttls-not-offered', tookMs };
}

function offers({ tls, extensions = [] }: Inspection): string {
  const auth = authLines(extensions).join(', ');
  const starttls = tls === undefined && offersStarttls(extensions) ? ['STARTTLS offered'] : [];
  return [...(tls ? [tls.version] : ['clear text']), ...starttls, auth || 'no AUTH'].join(', ');
}

/** Results in the order of the items, a few at work at a time. */
async function limited<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
