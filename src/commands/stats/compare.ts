import { AkrelayError, usageError } from '../../errors.js';
import { type EventSource, eventSources } from '../../events/index.js';
import {
  addDays,
  type CompareResult,
  type Comparison,
  compareFigures,
  isBeyond,
  type RecipientDifference,
  type SideFigures,
  sideNames,
} from '../../events/statistics/index.js';
import type { ExitName } from '../../exit-code.js';
import type { World } from '../../world/world.js';
import type { CommandSpec } from '../command.js';
import { besideConfig, storeOf } from '../events/setup.js';
import type { ApiCall } from './apis.js';
import { type CompareOptions, declareCompare, parseCompare } from './compare-words.js';
import { differingRecipients, gather, type Wanted } from './gather.js';
import { type StatisticsSetup, statisticsSetup } from './setup.js';

export interface CompareStatistics extends Comparison {
  readonly tolerancePercent: number;
  /** Events that have no time, and so belong to no day. */
  readonly undated: Readonly<Record<EventSource, number>>;
  /** Events that several sources of a side have; each was counted once. */
  readonly copies: Readonly<Record<EventSource, number>>;
  /** Of whom the sides tell differently; undefined where the sources do not tell of single recipients. */
  readonly recipients: readonly RecipientDifference[] | undefined;
}

export const spec: CommandSpec<CompareOptions, CompareStatistics> = {
  declare: declareCompare,
  parse: parseCompare,
  run: async ({ sources, clicks, zone, ca, report, since, until, tolerancePercent: asked }, world) => {
    const setup = await statisticsSetup(zone, world);
    const wanted = { altcraft: originsOf('altcraft', sources, setup), sendsay: originsOf('sendsay', sources, setup) };
    const all = {
      sources: wanted,
      clicks: clicks.map(storeWord(setup)),
      call: await callOf({ since, until, ca }, world),
    };
    for (const origin of originsOnce(all)) world.files.keep(origin);
    if (report !== undefined) await world.files.expectPlace(report);
    const { sides, undated, copies } = await gather(all, setup, world);
    expectSameZone(sides.altcraft, sides.sendsay);
    const tolerancePercent = asked ?? setup.settings.tolerancePercent ?? 0;
    const comparison = comparedOf(
      compareFigures(sides, {
        tolerancePercent,
        today: world.clock.now().toISOString().slice(0, 10),
        firstDay: since,
        lastDay: until && addDays(until, -1),
      }),
      { since, until },
    );
    const found = { ...comparison, tolerancePercent, undated, copies };
    const recipients = await recipientsOf(found, all, setup, world);
    return { result: { ...found, recipients }, exit: exits[comparison.verdict], report };
  },
};

/** Of whom, where something is not explained and both sides tell of single events. */
async function recipientsOf(
  { verdict, period, totals, tolerancePercent, sides }: Omit<CompareStatistics, 'recipients'>,
  wanted: Wanted,
  setup: StatisticsSetup,
  world: World,
): Promise<CompareStatistics['recipients']> {
  const isOfEvents = eventSources.every((source) => sides[source].dayOf === 'event');
  if (verdict !== 'unexplained' || !isOfEvents || period === undefined) return undefined;
  const measures = totals.filter((line) => isBeyond(line, tolerancePercent)).map(({ measure }) => measure);
  return differingRecipients(wanted, { days: period, measures }, setup, world);
}

const exits: Readonly<Record<Comparison['verdict'], ExitName>> = {
  explained: 'done',
  unexplained: 'no',
  early: 'unknown',
  unknown: 'unknown',
};

/** The flag's sources, else the config's. Throws `usage` where neither names any. */
function originsOf(source: EventSource, sources: CompareOptions['sources'], setup: StatisticsSetup): readonly string[] {
  const { configPath } = setup.events;
  const origins =
    sources[source]?.map(storeWord(setup)) ??
    setup.settings[source].files.map((file) => besideConfig(file, configPath) ?? file);
  if (origins.length > 0) return origins;
  throw usageError(
    `${sideNames[source]}'s figures are missing.`,
    `Add --${source} <file>, or set statistics.${source}.files in the config.`,
  );
}

/** All of them. Throws `usage` where one is given twice: it would count twice, and standard input can be read once. */
function originsOnce({ sources: { altcraft, sendsay }, clicks }: Wanted): readonly string[] {
  for (const [what, origins] of Object.entries({ "Altcraft's": altcraft, "Sendsay's": sendsay, 'The click': clicks })) {
    const twice = origins.find((origin, at) => origins.indexOf(origin) !== at);
    if (twice !== undefined) throw usageError(`${what} source ${twice} is given twice.`, 'Give each source once.');
  }
  const all = [...altcraft, ...sendsay, ...clicks];
  if (all.filter((origin) => origin === '-').length < 2) return all;
  throw usageError('Standard input can be given for one source only.', 'Give the other source as a file.');
}

/** `store` is the store of the config, or the usual one; a file of that name is written ./store. */
function storeWord({ events }: StatisticsSetup): (word: string) => string {
  return (word) => (word === 'store' ? storeOf(undefined, events) : word);
}

/** What an API is asked for; undefined without a period. */
async function callOf(
  { since, until, ca }: Pick<CompareOptions, 'since' | 'until' | 'ca'>,
  world: World,
): Promise<ApiCall | undefined> {
  if (since === undefined || until === undefined) return undefined;
  const caPem = ca === undefined ? undefined : Buffer.from(await world.files.read(ca)).toString('latin1');
  return { days: { firstDay: since, lastDay: addDays(until, -1) }, caPem };
}

function expectSameZone(...sides: readonly SideFigures[]): void {
  const [one, other] = sides.map(({ zone }) => zone);
  if (one === other || one === undefined || other === undefined) return;
  const stated = sides.find(({ dayOf }) => dayOf !== 'event');
  const isOfBoth = sides.every(({ dayOf }) => dayOf !== 'event');
  throw new AkrelayError('bad-input', {
    message: `The days of Altcraft are in ${one}, the days of Sendsay in ${other}.`,
    hint: isOfBoth ? 'Export both in the same time zone.' : `Count the events by the same days: --zone ${stated?.zone}`,
  });
}

function comparedOf(result: CompareResult, { since, until }: Pick<CompareOptions, 'since' | 'until'>): Comparison {
  if (result.kind === 'compared') return result.comparison;
  const spans = eventSources.map((source) => `${sideNames[source]} has ${result.days[source].join(' to ')}`);
  if (since !== undefined || until !== undefined)
    throw new AkrelayError('bad-input', {
      message: `The two sides have no day in common in that period: ${spans.join(', ')}.`,
      hint: 'Change --since and --until, or export both for the period.',
    });
  throw new AkrelayError('bad-input', {
    message: `The two sides have no day in common: ${spans.join(', ')}.`,
    hint: 'Export both for the same period.',
  });
}
