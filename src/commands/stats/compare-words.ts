import type { Command } from 'commander';
import { usageError } from '../../errors.js';
import type { EventSource } from '../../events/index.js';
import type { RawWords } from '../command.js';
import { repeated, withExamples, withExitCodes, withNote } from '../declare.js';
import { filePath, readOption, readOptions, type WordKind } from '../words.js';

export interface CompareOptions {
  readonly sources: Readonly<Record<EventSource, readonly string[] | undefined>>;
  readonly clicks: readonly string[];
  readonly zone: string | undefined;
  readonly ca: string | undefined;
  readonly report: string | undefined;
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly tolerancePercent: number | undefined;
}

export function declareCompare(command: Command): void {
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
      'time zone for the days of events, such as +03:00 (default: from the config, else that of Sendsay)',
    )
    .option('--ca <file>', 'also trust this certificate authority (PEM), for the source api')
    .option('--since <day>', 'first day, such as 2026-11-01 (default: the days that both sides have)')
    .option('--until <day>', 'end before this day')
    .option('--tolerance <percent>', 'unexplained part to tolerate, in percent of the larger figure (default: 0)')
    .option('--report <file.html>', 'also write the comparison as an HTML page');
  withNote(command, 'Sources', [
    ['<path>', 'a file, the folder of an event store, or - for standard input'],
    ['store', 'the event store of the config (default: akrelay-events)'],
    ['clickhouse:<url>', 'an event store in ClickHouse'],
    ['api', 'the API in the config'],
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
}

export function parseCompare({ options }: RawWords): CompareOptions {
  return {
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
  };
}

function periodOf(options: Readonly<Record<string, unknown>>): Pick<CompareOptions, 'since' | 'until'> {
  const since = readOption(day, '--since', options['since']);
  const until = readOption(day, '--until', options['until']);
  if (since !== undefined && until !== undefined && since >= until)
    throw usageError('--until must be later than --since.', 'Correct one of them.');
  return { since, until };
}

const day: WordKind<string> = {
  accepts: 'a day',
  read: (word) =>
    /^\d{4}-\d\d-\d\d$/.test(word) && new Date(`${word}T00:00:00Z`).toJSON()?.startsWith(word) ? word : undefined,
  example: '2026-11-01',
};

const offset: WordKind<string> = {
  accepts: 'an offset from UTC',
  read: (word) => (/^[+-](?:0\d|1[0-4]):[0-5]\d$/.test(word) ? word : undefined),
  example: '+03:00',
};

const percentage: WordKind<number> = {
  accepts: 'a percentage from 0 to 100',
  read: percentOf,
  meant: (word) => {
    const number = /^(\d{1,3}(?:[.,]\d{1,4})?)\s*%?$/.exec(word)?.[1]?.replace(',', '.');
    return number === undefined || percentOf(number) === undefined ? undefined : number;
  },
  example: '0.5',
};

function percentOf(word: string): number | undefined {
  return /^\d{1,3}(?:\.\d{1,4})?$/.test(word) && Number(word) <= 100 ? Number(word) : undefined;
}
