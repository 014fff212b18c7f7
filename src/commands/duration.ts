import type { WordKind } from './words.js';

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const inSeconds = (word: string): string | undefined => (/^\d{1,5}$/.test(word) ? `${word}s` : undefined);

/** A span of time with its unit, `90s`, `5m`, `1h30m`; read as milliseconds. */
export const duration: WordKind<number> = {
  accepts: 'a duration',
  example: '1h30m',
  read: (word) => {
    if (!/^(?:\d{1,9}(?:ms|s|min|m|h|d))+$/.test(word)) return undefined;
    const parts = [...word.matchAll(/(\d+)(ms|s|min|m|h|d)/g)];
    return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (unitMs[unit] ?? 0), 0);
  },
  meant: inSeconds,
};

/** The longest wait: a timer of the runtime holds no more than 24 days, and who waits a day has forgotten why. */
const longestMs = 86_400_000;

/** How long to wait for something, at most a day. */
export const waiting: WordKind<number> = {
  accepts: 'a duration of up to 24h',
  read: (word) => {
    const ms = duration.read(word);
    return ms === undefined || ms > longestMs ? undefined : ms;
  },
  meant: inSeconds,
  example: '5m',
};
