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
} from '../../events/statistics/index.js';
import type { ExitName } from '../../exit-code.js';
import type { World } from '../../world/world.js';
import type { CommandSpec } from '../command.js';
import { repeated, withExamples, withExitCodes, withNote } from '../declare.js';
import { besideConfig, storeOf } from '../events/setup.js';
import { filePath, readOption, readOptions, type WordKind } from '../words.js';
import type { ApiCall } from './apis.js';
import { differingRecipients, gather, type Wanted } from './gather.js';
import { type StatisticsSetup, statisticsSetup } from './setup.js';

interface Options {
  readonly sources: Readonly<Record<EventSource, readonly string[] | undefined>>;
  readonly clicks: readonly string[];
  readonly zone: string | undefined;
  readonly ca: string | undefined;
  readonly report: string | undefined;
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly tolerancePercent: number | undefined;
}

export interface CompareStatistics extends Comparison {
  readonly tolerancePercent: number;
  /** Events that have no time, and so belong to no day. */
  readonly undated: Readonly<Record<EventSource, number>>;
  /** Of whom the sides tell differently; undefined where the sources do not tell of single recipients. */
  readonly recipients: readonly RecipientDifference[] | undefined;
}

export const spec: CommandSpec<Options, CompareStatistics> = {
  declare: (command) => {
    command
      .description(
        'Compare the figures of Altcraft and Sendsay by issue and day, and show which part of each difference their documentation explains.',
      )
      .option(
        '--altcraft <source>',
        "Altcraft's figures: CSV, saved history (JSON, CSV), folder of events; repeatable",
        repeated,
      )
      .option(
        '--sendsay <source>',
        "Sendsay's figures: CSV, saved stat.uni (JSON), folder of events; repeatable",
        repeated,
      )
      .option(
        '--clicks <source>',
        'single clicks of Sendsay, to find unsubscribe links: stat.uni, folder of events',
        repeated,
      )
      .option(
        '--zone <offset>',
        'time zone for the days of events, such as +03:00 (default: of the config, or of Sendsay)',
      )
      .option('--ca <file>', 'also trust this certificate authority (PEM), for the source api')
      .option('--since <day>', 'first day, such as 2026-11-01 (default: the days that both sides have)')
      .option('--until <day>', 'end before this day')
      .option('--tolerance <percent>', 'unexplained part to tolerate, in percent of the larger figure (default: 0)')
      .option('--report <file.html>', 'also write the comparison as an HTML page');
    withNote(command, 'Sources', [
      ['<path>', 'a file or a folder'],
      ['store', 'the folder that events listen writes to'],
      ['api', 'the API in the config'],
      ['More: akrelay help statistics', ''],
    ]);
    withExitCodes(command, {
      0: 'every difference is explained or tolerated',
      1: 'a difference is not explained',
      2: 'a side has no final figures',
      65: 'an export cannot be read',
    });
    withExamples(command, [
      'akrelay stats compare --altcraft altcraft.csv --sendsay sendsay.csv',
      'akrelay stats compare --altcraft altcraft.csv --sendsay sendsay.csv --since 2026-11-01 --until 2026-12-01 --tolerance 0.5',
      'akrelay stats compare --altcraft history.json --sendsay sendsay.csv --clicks clicks.json',
      'akrelay stats compare --altcraft api --sendsay api --clicks api --since 2026-11-01 --until 2026-12-01',
      'akrelay stats compare --altcraft store --sendsay store --zone +03:00 --json | jq .verdict',
    ]);
  },
  parse: ({ options }) => ({
    sources: {
      altcraft: readOptions(filePath, '--altcraft', options['altcraft']),
      sendsay: readOptions(filePath, '--sendsay', options['sendsay']),
    },
    clicks: readOptions(filePath, '--clicks', options['clicks']) ?? [],
    zone: readOption(offset, '--zone', options['zone']),
    ca: readOption(filePath, '--ca', options['ca']),
    report: readOption(filePath, '--report', options['report']),
    ...periodOf(options),
    tolerancePercent: readOption(percentage, '--tolerance', options['tolerance']),
  }),
  run: async ({ sources, clicks, zone, ca, report, since, until, tolerancePercent: asked }, world) => {
    if (report !== undefined) await world.files.expectPlace(report);
    const setup = await statisticsSetup(zone, world);
    const wanted = { altcraft: originsOf('altcraft', sources, setup), sendsay: originsOf('sendsay', sources, setup) };
    const call = await callOf({ since, until, ca }, world);
    const all = { sources: wanted, clicks: clicks.map(storeWord(setup)), call };
    const { sides, undated } = await gather(all, setup, world);
    expectSameZone(sides.altcraft, sides.sendsay);
    const tolerancePercent = asked ?? setup.settings.tolerancePercent ?? 0;
    const comparison = comparedOf(
      compareFigures(sides, {
        tolerancePercent,
        today: world.clock.now().toISOString().slice(0, 10),
        firstDay: since,
        lastDay: until && addDays(until, -1),
      }),
    );
    const found = { ...comparison, tolerancePercent, undated };
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
function originsOf(source: EventSource, sources: Options['sources'], setup: StatisticsSetup): readonly string[] {
  const { configPath } = setup.events;
  const origins =
    sources[source]?.map(storeWord(setup)) ??
    setup.settings[source].files.map((file) => besideConfig(file, configPath) ?? file);
  if (origins.length > 0) return origins;
  throw usageError(
    `Where are the figures of ${source === 'altcraft' ? 'Altcraft' : 'Sendsay'}?`,
    `Add --${source} <file>, or set them in the config: statistics.${source}.files`,
  );
}

/** `store` is the store of the config, or the usual one; a file of that name is written ./store. */
function storeWord({ events }: StatisticsSetup): (word: string) => string {
  return (word) => (word === 'store' ? storeOf(undefined, events) : word);
}

/** What an API is asked for; undefined without a period. */
async function callOf(
  { since, until, ca }: Pick<Options, 'since' | 'until' | 'ca'>,
  world: World,
): Promise<ApiCall | undefined> {
  if (since === undefined || until === undefined) return undefined;
  const caPem = ca === undefined ? undefined : Buffer.from(await world.files.read(ca)).toString('latin1');
  return { days: { firstDay: since, lastDay: addDays(until, -1) }, caPem };
}

function expectSameZone(...sides: readonly SideFigures[]): void {
  const [one, other] = sides.map(({ zone }) => zone);
  if (one === other || one === undefined || other === undefined) return;
  throw new AkrelayError('bad-input', {
    message: `The days of Altcraft are in ${one}, the days of Sendsay in ${other}.`,
    hint: 'Export both in the same time zone.',
  });
}

function comparedOf(result: CompareResult): Comparison {
  if (result.kind === 'compared') return result.comparison;
  const spans = eventSources.map((source) => `${source} has ${result.days[source].join(' to ')}`);
  throw new AkrelayError('bad-input', {
    message: `The two sides have no day in common: ${spans.join(', ')}.`,
    hint: 'Export both for the same period.',
  });
}

function periodOf(options: Readonly<Record<string, unknown>>): Pick<Options, 'since' | 'until'> {
  const since = readOption(day, '--since', options['since']);
  const until = readOption(day, '--until', options['until']);
  if (since !== undefined && until !== undefined && since >= until)
    throw usageError('--until must be later than --since.', 'Correct one of them.');
  return { since, until };
}

const day: WordKind<string> = {
  accepts: 'a day such as 2026-11-01',
  read: (word) =>
    /^\d{4}-\d\d-\d\d$/.test(word) && new Date(`${word}T00:00:00Z`).toJSON()?.startsWith(word) ? word : undefined,
  example: '2026-11-01',
};

const offset: WordKind<string> = {
  accepts: 'an offset from UTC such as +03:00',
  read: (word) => (/^[+-](?:0\d|1[0-4]):[0-5]\d$/.test(word) ? word : undefined),
  example: '+03:00',
};

const percentage: WordKind<number> = {
  accepts: 'a percentage from 0 to 100',
  read: (word) => (/^\d{1,3}(?:\.\d{1,4})?$/.test(word) && Number(word) <= 100 ? Number(word) : undefined),
  meant: (word) => /^(\d{1,3}(?:[.,]\d{1,4})?)\s*%?$/.exec(word)?.[1]?.replace(',', '.'),
  example: '0.5',
};
