import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readTrace } from '../../src/trace/field/read-trace.js';
import { parseReceived } from '../../src/trace/hop/parse-received.js';
import { judgePath } from '../../src/trace/path/judge-path.js';
import type { PathVerdict } from '../../src/trace/path/verdict.js';
import {
  countBy,
  fixtures,
  flatten,
  type MessageRow,
  messageBytes,
  messageIndex,
  type ReceivedRow,
  receivedRows,
  receiversOf,
  relaysOf,
  unmet,
} from '../support/corpus.js';
import { goldenLines } from '../support/golden.js';

const rows = receivedRows();
const index = messageIndex();
const readme = readFileSync(path.join(fixtures, 'README.md'), 'utf8');

function verdictOn(row: MessageRow): PathVerdict | undefined {
  const trace = readTrace(messageBytes(row.file));
  if (trace.kind === 'not-an-email') return undefined;
  return judgePath(trace, { ...row.options, receivers: receiversOf(row), relays: relaysOf(index, row) });
}

/** The verdict on a message, under the names that messages.json uses. */
function verdictOf(row: MessageRow): Readonly<Record<string, unknown>> {
  const verdict = verdictOn(row);
  if (verdict === undefined) return { verdict: 'not-an-email' };
  return { ...verdict, trust: verdict.trust.kind, relay: verdict.relay?.name };
}

/** All that is told of a field, its spans by the text that stands there. */
function hopLine({ header }: ReceivedRow): string {
  const { spans, ...told } = parseReceived(header);
  const texts = (['ehloName', 'reverseName', 'address', 'by'] as const).map((name) => {
    const span = spans[name];
    return [name, span && header.slice(span.start, span.end)];
  });
  return JSON.stringify({ ...told, spans: Object.fromEntries(texts) });
}

/** All that is told of a message; of a hop what it has from its place. */
function verdictLine(row: MessageRow): string {
  const { hops = [], ...told } = verdictOn(row) ?? {};
  const places = hops.map(({ line, standing, delayMs }) => [line, standing, delayMs ?? null]);
  return JSON.stringify({ file: row.file, ...told, places });
}

// After a change that is meant, and for new rows: UPDATE_GOLDEN=1. Read what differs.
const hopLines = goldenLines('trace/hops.ndjson', () => rows.map(hopLine));
const verdictLines = goldenLines('trace/verdicts.ndjson', () => index.messages.map(verdictLine));

function unmetOf(row: MessageRow): readonly string[] {
  const { verdict, reason, boundaryHop, trust, relay } = row;
  const wanted = Object.entries({ verdict, reason, boundaryHop, trust, relay }).filter(
    ([, value]) => value !== undefined,
  );
  return unmet(verdictOf(row), Object.fromEntries(wanted) as Record<string, string>);
}

describe('received.json', () => {
  test.each(rows.map((row, i) => [row.writer, row.note, row, i] as const))('%s: %s', (_writer, _note, row, i) => {
    expect(unmet(flatten(parseReceived(row.header)), row.expected)).toEqual([]);
    expect(hopLine(row)).toBe(hopLines[i]);
  });

  const layouts: readonly (readonly [string, (header: string) => string])[] = [
    ['on one line', (header) => header.replace(/\r?\n[ \t]+/g, ' ')],
    ['folded with LF', (header) => header.replaceAll('\r\n', '\n')],
    ['folded at every space', (header) => header.replaceAll(' ', '\r\n\t')],
    ['with its name', (header) => `Received: ${header}`],
  ];
  test.each(layouts)('means the same %s', (_layout, change) => {
    const changed = rows.filter(({ header }) => {
      const meaning = flatten(parseReceived(header));
      return JSON.stringify(flatten(parseReceived(change(header)))) !== JSON.stringify(meaning);
    });
    expect(changed.map(({ writer, note }) => `${writer}: ${note}`)).toEqual([]);
  });

  test('is large and wide enough, and no header stands twice', () => {
    expect(rows.length).toBeGreaterThanOrEqual(250);
    expect(new Set(rows.map(({ writer }) => writer)).size).toBeGreaterThanOrEqual(30);
    expect(new Set(rows.map(({ header }) => header)).size).toBe(rows.length);
  });

  test('every row checks something that the engine knows', () => {
    const known = new Set(Object.keys(flatten(parseReceived(''))));
    const wrong = rows.filter(({ expected }) => {
      const keys = Object.keys(expected);
      return keys.length === 0 || keys.some((key) => !known.has(key));
    });
    expect(wrong).toEqual([]);
  });
});

describe('messages/', () => {
  test.each(index.messages.map((row, i) => [row.file, row.note, row, i] as const))('%s: %s', (_file, _note, row, i) => {
    expect(unmetOf(row)).toEqual([]);
    expect(verdictLine(row)).toBe(verdictLines[i]);
  });

  test('the index names every file, and every file it names is there', () => {
    const files = readdirSync(path.join(fixtures, 'messages'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'messages.json')
      .map((entry) => `${path.basename(entry.parentPath)}/${entry.name}`);
    expect(index.messages.map(({ file }) => file).sort()).toEqual(files.sort());
  });

  test('no attack may be confirmed, every class of attack is there', () => {
    const attacks = index.messages.filter((row) => row.class === 'attack');
    expect(attacks.filter((row) => [row.verdict].flat().includes('confirmed'))).toEqual([]);
    const classes = new Set(index.messages.map(({ attack }) => attack));
    expect(Array.from({ length: 23 }, (_, i) => `N${i + 1}`).filter((name) => !classes.has(name))).toEqual([]);
  });
});

describe('README.md of the corpus', () => {
  test.each([
    ['writer', countBy(rows, ({ writer }) => writer)],
    ['class', countBy(index.messages, (row) => row.class)],
    ['receiver', countBy(index.messages, (row) => row.receiver)],
    ['attack', countBy(index.messages, (row) => row.attack)],
  ] as const)('its counts by %s are those of the files', (name, counts) => {
    const text = counts.map(([key, count]) => `${key} ${count}`).join(' · ');
    const [, said = ''] = readme.split(`<!-- counts: ${name} -->\n`);
    expect(said.split('\n<!--')[0]?.replace(/\s+/g, ' ').trim()).toBe(text);
  });

  test('its totals are those of the files', () => {
    expect(readme).toContain(`${rows.length} fields`);
    expect(readme).toContain(`${index.messages.length} messages`);
  });
});

describe('the check itself', () => {
  test('a wrong value, a missing value and an unknown key are seen', () => {
    const hop = flatten(parseReceived('from a.example ([192.0.2.1]) by b.example with SMTP'));
    expect(unmet(hop, { address: '192.0.2.1', by: ['x', 'b.example'], tls: null })).toEqual([]);
    expect(unmet(hop, { address: '192.0.2.2' })).toHaveLength(1);
    expect(unmet(hop, { address: null })).toHaveLength(1);
    expect(unmet(hop, { tls: { version: 'TLSv1.3' } })).toHaveLength(1);
    expect(unmet(hop, { adress: null })).toHaveLength(1);
  });
});
