import type { Command } from 'commander';
import { usageError } from '../../errors.js';
import { type EventQuery, eventKinds, eventSources, readTime } from '../../events/index.js';
import { repeated } from '../declare.js';
import { duration } from '../duration.js';
import { oneOf, readOption, readOptions, someOf, type WordKind } from '../words.js';
import { readStore, storeFlag, storeHelp } from './setup.js';

/** A moment as it was asked for: fixed, or so long ago. */
export type Moment =
  | { readonly kind: 'at'; readonly atMs: number }
  | { readonly kind: 'ago'; readonly agoMs: number }
  | undefined;

export interface PeriodOptions {
  readonly since: Moment;
  readonly until: Moment;
}

export interface QueryOptions extends PeriodOptions {
  readonly store: string | undefined;
  readonly query: Omit<EventQuery, 'sinceMs' | 'untilMs'>;
}

/** The flags by which `events show`, `tail` and `stats` choose events. */
export function declareQuery(command: Command): void {
  command
    .option('--token <id>', 'X-Letter-Id of the message, printed by akrelay send')
    .option('--message-id <id>', 'Message-ID of the message')
    .option('--recipient <address>', 'recipient of the message')
    .option('--kind <kinds>', `comma-separated, repeatable: ${eventKinds.join(', ')}`, repeated)
    .option('--source <name>', `provider: ${eventSources.join(' or ')}`);
  declarePeriod(command).option(storeFlag, storeHelp);
}

export function declarePeriod(command: Command): Command {
  return command
    .option('--since <time>', 'events since this time (UTC): 2026-11-28, 2026-11-28T06:00:00Z, or 2d for two days ago')
    .option('--until <time>', 'events before this time');
}

export function readPeriod(options: Readonly<Record<string, unknown>>): PeriodOptions {
  return {
    since: readOption(moment, '--since', options['since']),
    until: readOption(moment, '--until', options['until']),
  };
}

export function readQuery(options: Readonly<Record<string, unknown>>): QueryOptions {
  const kinds = readOptions(kindList, '--kind', options['kind'])?.flat();
  return {
    query: {
      kinds,
      source: readOption(oneOf(eventSources), '--source', options['source']),
      token: readOption(idWord, '--token', options['token']),
      messageId: readOption(idWord, '--message-id', options['messageId'])?.replace(/^<(.*)>$/, '$1'),
      recipient: readOption(idWord, '--recipient', options['recipient']),
    },
    ...readPeriod(options),
    store: readStore(options),
  };
}

export function queryAt({ query, ...period }: QueryOptions, now: Date): EventQuery {
  return { ...query, ...periodAt(period, now) };
}

/** Throws `usage` for a period that ends before it begins. */
export function periodAt({ since, until }: PeriodOptions, now: Date): Pick<EventQuery, 'sinceMs' | 'untilMs'> {
  const [sinceMs, untilMs] = [msOf(since, now), msOf(until, now)];
  if (sinceMs !== undefined && untilMs !== undefined && sinceMs >= untilMs)
    throw usageError('--until must be later than --since.', 'Correct one of them.');
  return { sinceMs, untilMs };
}

function msOf(when: Moment, now: Date): number | undefined {
  if (when === undefined) return undefined;
  return when.kind === 'at' ? when.atMs : now.getTime() - when.agoMs;
}

const kindList = someOf(eventKinds, 'delivered,hard-bounce');

const idWord: WordKind<string> = {
  accepts: 'an id or an address',
  read: (word) => (word.trim() !== '' && word.length <= 1_000 ? word.trim() : undefined),
};

const moment: WordKind<NonNullable<Moment>> = {
  accepts: 'a time (2026-11-28, 2026-11-28T06:00:00Z) or a duration before now (90m, 2d)',
  read: (word) => {
    const agoMs = duration.read(word);
    if (agoMs !== undefined) return { kind: 'ago', agoMs };
    const atMs = /^\d{4}-/.test(word) ? readTime(word, '+00:00') : undefined;
    return atMs === undefined ? undefined : { kind: 'at', atMs };
  },
  example: '2d',
};
