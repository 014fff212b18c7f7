import { statisticsOf } from '../../config/config-of.js';
import { AkrelayError, usageError } from '../../errors.js';
import { type EventSource, eventSources } from '../../events/index.js';
import {
  type CompareResult,
  type Comparison,
  compareFigures,
  type SideFigures,
} from '../../events/statistics/index.js';
import type { ExitName } from '../../exit-code.js';
import type { StatisticsSettings } from '../../relay/config.js';
import type { World } from '../../world/world.js';
import type { CommandSpec } from '../command.js';
import { repeated, withExamples, withExitCodes } from '../declare.js';
import { besideConfig } from '../events/setup.js';
import { openConfig } from '../open-config.js';
import { filePath, readOption, readOptions, type WordKind } from '../words.js';
import { readSide } from './read-side.js';

interface Options {
  readonly sources: Readonly<Record<EventSource, readonly string[] | undefined>>;
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly tolerancePercent: number | undefined;
}

export interface CompareStatistics extends Comparison {
  readonly tolerancePercent: number;
}

export const spec: CommandSpec<Options, CompareStatistics> = {
  declare: (command) => {
    command
      .description(
        'Compare what Altcraft and Sendsay counted, by issue and day, and say which part of each difference their documentation explains. What no explanation covers is the finding.',
      )
      .option('--altcraft <file>', 'Altcraft’s figures: a report exported as CSV; repeatable', repeated)
      .option('--sendsay <file>', 'Sendsay’s figures: the panel’s export as CSV; repeatable', repeated)
      .option('--since <day>', 'from this day on, such as 2026-11-01; without it the days that both sides have')
      .option('--until <day>', 'days before this one')
      .option('--tolerance <percent>', 'what may stay unexplained, of the larger figure (0)')
      .addHelpText('after', '\nColumns, meanings and cautions: akrelay help statistics');
    withExitCodes(
      command,
      '0 every difference is explained or tolerated, 1 not, 2 a side has no figures or none that are final, 65 an export that cannot be read',
    );
    withExamples(command, [
      'akrelay stats compare --altcraft altcraft.csv --sendsay sendsay.csv',
      'akrelay stats compare --altcraft altcraft.csv --sendsay sendsay.csv --since 2026-11-01 --until 2026-12-01 --tolerance 0.5',
      'akrelay stats compare --altcraft altcraft.csv --sendsay sendsay.csv --json | jq .verdict',
    ]);
  },
  parse: ({ options }) => ({
    sources: {
      altcraft: readOptions(filePath, '--altcraft', options['altcraft']),
      sendsay: readOptions(filePath, '--sendsay', options['sendsay']),
    },
    ...periodOf(options),
    tolerancePercent: readOption(percentage, '--tolerance', options['tolerance']),
  }),
  run: async ({ sources, since, until, tolerancePercent: asked }, world) => {
    const setup = await statisticsSetup(world);
    const [altcraft, sendsay] = [
      await sideOf('altcraft', sources.altcraft, setup, world),
      await sideOf('sendsay', sources.sendsay, setup, world),
    ];
    expectSameZone(altcraft, sendsay);
    const tolerancePercent = asked ?? setup.settings.tolerancePercent ?? 0;
    const result = compareFigures(
      { altcraft, sendsay },
      {
        tolerancePercent,
        today: world.clock.now().toISOString().slice(0, 10),
        firstDay: since,
        lastDay: until && dayBefore(until),
      },
    );
    const comparison = comparedOf(result);
    return { result: { ...comparison, tolerancePercent }, exit: exits[comparison.verdict] };
  },
};

const exits: Readonly<Record<Comparison['verdict'], ExitName>> = {
  explained: 'done',
  unexplained: 'no',
  early: 'unknown',
  unknown: 'unknown',
};

interface Setup {
  readonly settings: StatisticsSettings;
  readonly configPath: string | undefined;
}

/** Reads the config if there is one. Throws `config` when it is wrong. */
async function statisticsSetup(world: World): Promise<Setup> {
  const configPath = await world.config.find();
  const settings = configPath === undefined ? statisticsOf(undefined) : (await openConfig(world)).statistics;
  return { settings, configPath };
}

async function sideOf(
  source: EventSource,
  named: readonly string[] | undefined,
  { settings, configPath }: Setup,
  world: World,
): Promise<SideFigures> {
  const files = named ?? settings[source].files.map((file) => besideConfig(file, configPath) ?? file);
  if (files.length > 0) return readSide(source, files, settings, world);
  throw usageError(
    `Where are the figures of ${source === 'altcraft' ? 'Altcraft' : 'Sendsay'}?`,
    `Add --${source} <file>, or name them in the config: statistics.${source}.files`,
  );
}

function expectSameZone(...sides: readonly SideFigures[]): void {
  const [one, other] = sides.map(({ zone }) => zone);
  if (one === other || one === undefined || other === undefined) return;
  throw new AkrelayError('bad-input', {
    message: `The days of Altcraft are those of ${one}, the days of Sendsay those of ${other}.`,
    hint: 'Export both in one time zone.',
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
    throw usageError('--until is not after --since.', 'Swap the two, or correct one of them.');
  return { since, until };
}

function dayBefore(text: string): string {
  return new Date(Date.parse(text) - 86_400_000).toISOString().slice(0, 10);
}

const day: WordKind<string> = {
  accepts: 'a day such as 2026-11-01',
  read: (word) =>
    /^\d{4}-\d\d-\d\d$/.test(word) && new Date(`${word}T00:00:00Z`).toJSON()?.startsWith(word) ? word : undefined,
  example: '2026-11-01',
};

const percentage: WordKind<number> = {
  accepts: 'a share in per cent, from 0 to 100',
  read: (word) => (/^\d{1,3}(?:\.\d{1,4})?$/.test(word) && Number(word) <= 100 ? Number(word) : undefined),
  meant: (word) => /^(\d{1,3}(?:[.,]\d{1,4})?)\s*%?$/.exec(word)?.[1]?.replace(',', '.'),
  example: '0.5',
};
