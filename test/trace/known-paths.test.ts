import { expect, test } from '@jest/globals';
import { readTrace } from '../../src/trace/field/read-trace.js';
import type { JudgeOptions } from '../../src/trace/path/judge-options.js';
import { judgePath, pathJudge } from '../../src/trace/path/judge-path.js';
import type { PathVerdict } from '../../src/trace/path/verdict.js';
import { messageBytes, messageIndex, receiversOf, relaysOf } from '../support/corpus.js';

const index = messageIndex();

/** The same ways with other ids, recipients and times; the last id is that of an old Exchange. */
const changes: readonly (readonly [string, (text: string) => string])[] = [
  ['as it is', (text) => text],
  ['later', (text) => text.replace(/(\d\d:\d\d):\d\d/g, '$1:59')],
  [
    'each at another time',
    (text) => text.replace(/:\d\d( [+-]\d{4})/g, (_all, zone, at) => `:${10 + (at % 50)}${zone}`),
  ],
  ['with other ids', (text) => text.replace(/(\sid )[\w.+=@-]*\d[\w.+=@-]*/g, '$1other-1')],
  ['with ids of an old Exchange', (text) => text.replace(/(\sid )[\w.+=@-]*\d[\w.+=@-]*/g, '$114.0.1.2')],
  ['to others', (text) => text.replace(/(\sfor )<[^>]*>/g, '$1<other1@example.org>')],
  ['without dates', (text) => text.replace(/; [A-Z][a-z]{2}, \d[^\n]*/g, '')],
];

const conditions: readonly Partial<JudgeOptions>[] = [
  {},
  { maxDelayMs: 1_000 },
  { requireTls: true },
  { strict: true },
];

test.each(changes)('messages that came a known way are judged as if it were new: %s', (_name, change) => {
  const judges = new Map<string, (trace: Parameters<typeof judgePath>[0]) => PathVerdict>();
  const wrong = index.messages.flatMap((row) =>
    conditions.flatMap((condition) => {
      const options = { relays: relaysOf(index, row), receivers: receiversOf(row), ...row.options, ...condition };
      const settings = { ...options, receivers: receiversOf(row), relays: relaysOf(index, row) } as JudgeOptions;
      const key = JSON.stringify(settings);
      const judge = judges.get(key) ?? pathJudge(settings);
      judges.set(key, judge);
      const text = Buffer.from(messageBytes(row.file)).toString('latin1');
      const [known, changed] = [text, change(text)].map((one) => readTrace(Buffer.from(one, 'latin1')));
      if (known?.kind !== 'email' || changed?.kind !== 'email') return [];
      // Lines are known when they come again, and then the way is remembered.
      judge(known);
      judge(known);
      const same = JSON.stringify(judge(changed)) === JSON.stringify(judgePath(changed, settings));
      return same ? [] : [`${row.file} ${JSON.stringify(condition)}`];
    }),
  );
  expect(wrong).toEqual([]);
});
