import type { Command } from 'commander';
import { usageError } from '../../errors.js';
import { safeText } from '../../safe-text.js';
import type { RawWords } from '../command.js';
import { waiting } from '../duration.js';
import { filePath, plainText, readOption, type WordKind } from '../words.js';

/** How often, and what is kept. */
export interface Schedule {
  readonly runs: 'once' | 'again-and-again';
  readonly everyMs: number;
  /** Up to so much later, by chance. */
  readonly jitterMs: number;
  readonly state: string | undefined;
  readonly metrics: string | undefined;
  /** In the place of the command and its words. */
  readonly name: string | undefined;
}

const usualEveryMs = 15 * 60_000;
const shortestMs = 1_000;

export function declareScheduleFlags(command: Command): void {
  command
    .option('--every <duration>', 'start a run this often (default: 15m)')
    .option('--jitter <duration>', 'delay each run by a random time up to this (default: a tenth of --every)')
    .option('--once', 'run once, for cron and systemd timers; the exit code is that of the run')
    .option('--state <file>', 'remember the runs in this file, across restarts')
    .option('--metrics <file>', 'write metrics for Prometheus to this file, which ends in .prom')
    .option('--name <name>', 'name in metrics, output and state (default: the command with its arguments)');
}

/** Throws `usage`. */
export function scheduleOf(options: RawWords['options']): Schedule {
  const once = options['once'] === true;
  const useless = ['every', 'jitter'].find((name) => options[name] !== undefined);
  if (once && useless !== undefined) throw usageError(`--${useless} has no effect with --once.`, 'Remove one of them.');
  const everyMs = readOption(interval, '--every', options['every']) ?? usualEveryMs;
  return {
    runs: once ? 'once' : 'again-and-again',
    everyMs,
    jitterMs: readOption(waiting, '--jitter', options['jitter']) ?? everyMs / 10,
    state: readOption(filePath, '--state', options['state']),
    metrics: readOption(metricsFile, '--metrics', options['metrics']),
    name: readOption(plainText, '--name', options['name']),
  };
}

const interval: WordKind<number> = {
  accepts: 'a duration from 1s to 24h',
  example: '15m',
  read: (word) => {
    const ms = waiting.read(word);
    return ms === undefined || ms < shortestMs ? undefined : ms;
  },
};

/** node_exporter reads no others; so no message or config is written over either. */
const metricsFile: WordKind<string> = {
  accepts: 'a file whose name ends in .prom',
  example: 'akrelay.prom',
  read: (word) => (/[^/\\]\.prom$/.test(word) && safeText(word) === word ? word : undefined),
};
