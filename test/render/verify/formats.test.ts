import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import type { Batch, MessageResult } from '../../../src/commands/verify/result.js';
import { plainPaint } from '../../../src/render/plain-paint.js';
import { fieldsOf } from '../../../src/render/verify/result-fields.js';
import { verifyView } from '../../../src/render/verify/view.js';
import { safeJson } from '../../../src/safe-text.js';
import { expectGolden } from '../../support/golden.js';
import { hop, judged, resultOf, results, samples, textOf } from '../../support/verdicts.js';

const context = { paint: plainPaint, columns: undefined };
const formats = ['human', 'json', 'ndjson', 'junit', 'tap', 'github'] as const;
type Format = (typeof formats)[number];

const several = (format: Format): Promise<string> =>
  textOf(verifyView[format]?.(resultOf('many', [...results.slice(0, 2)], [...results.slice(2)]), context) ?? '');

const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u202e\ud800-\udfff]/;

describe('several messages', () => {
  test.each(formats)('%s is as the golden file has it', async (format) => {
    expectGolden(`verify/several.${format}`, await several(format));
  });

  test.each(formats)('%s does not depend on how the results come in', async (format) => {
    const one = verifyView[format]?.(resultOf('many', ...results.map((result) => [result])), context) ?? '';
    expect(await textOf(one)).toBe(await several(format));
  });

  test('each line of ndjson is what JSON.stringify makes of the result', async () => {
    const lines = results.map((result) => `${JSON.stringify(fieldsOf(result))}\n`);
    expect(await several('ndjson')).toBe(lines.join(''));
  });

  test.each(['human', 'junit', 'tap', 'github'] as const)('nothing hostile survives in %s', async (format) => {
    expect(await several(format)).not.toMatch(controls);
  });

  test('no message makes more than its lines', async () => {
    const lines = (await several('github')).trimEnd().split('\n');
    expect(lines).toHaveLength(results.length + 1);
    expect(lines.slice(0, -1).every((line) => /^::(?:notice|warning|error) file=/.test(line))).toBe(true);
    expect(lines.at(-1)).toBe('5 inputs: 1 confirmed, 2 not confirmed, 1 cannot tell, 1 error');
    expect((await several('ndjson')).trimEnd().split('\n')).toHaveLength(results.length);
    const tests = (await several('tap')).match(/^(?:not )?ok \d+ - /gm);
    expect(tests).toHaveLength(results.length);
    expect((await several('tap')).match(/^(?:not )?ok.*[^\\]#/gm)).toBeNull();
  });

  test('json and ndjson give the same results', async () => {
    const { schema, results: all, summary } = JSON.parse(await several('json'));
    expect(schema).toBe('akrelay/verify@1');
    expect(
      (await several('ndjson'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(all);
    expect(summary).toEqual({ total: 5, confirmed: 1, notConfirmed: 2, unknown: 1, failed: 1 });
    for (const result of all) {
      const keys = [
        'source',
        'verdict',
        'reason',
        'relay',
        'relays',
        'trust',
        'boundaryHop',
        'hops',
        'evidence',
        'hint',
      ];
      expect(Object.keys(result)).toEqual(result.verdict === null ? [...keys, 'error'] : keys);
      expect(Array.isArray(result.hops) && Array.isArray(result.evidence)).toBe(true);
    }
  });

  test('junit keeps to the schema', async () => {
    const schema = XmlDocument.fromString(readFileSync('test/support/junit.xsd', 'utf8'));
    const validator = XsdValidator.fromDoc(schema);
    const document = XmlDocument.fromString(await several('junit'));
    expect(() => validator.validate(document)).not.toThrow();
    const wrong = XmlDocument.fromString((await several('junit')).replace('classname=', 'class='));
    expect(() => validator.validate(wrong)).toThrow();
    for (const each of [schema, validator, document, wrong]) each.dispose();
  });

  test('junit is written a suite at a time, whose counts are right', async () => {
    const batches = Array.from({ length: 25 }, () => Array.from({ length: 100 }, () => results[1] as MessageResult));
    let [read, readAtFirst] = [0, 0];
    async function* counted(): AsyncIterable<Batch> {
      for (const batch of batches) {
        read += 1;
        yield batch;
      }
    }
    const pieces = verifyView.junit?.({ ...resultOf('many'), batches: counted() }, context) as AsyncIterable<string>;
    const suites: string[] = [];
    for await (const piece of pieces) {
      if (piece.includes('<testsuite ')) suites.push(piece);
      if (suites.length === 1) readAtFirst ||= read;
    }
    expect(readAtFirst).toBe(10);
    expect(suites.map((text) => text.match(/<testcase /g)?.length)).toEqual([1_000, 1_000, 500]);
    expect(suites.map((text) => /tests="(\d+)" failures="(\d+)"/.exec(text)?.slice(1))).toEqual([
      ['1000', '1000'],
      ['1000', '1000'],
      ['500', '500'],
    ]);
  });

  test('no message at all is a valid document in every format', async () => {
    for (const format of formats)
      expectGolden(`verify/none.${format}`, await textOf(verifyView[format]?.(resultOf('many'), context) ?? ''));
  });
});

describe('one message', () => {
  const one = (name: keyof typeof samples, columns: number | undefined): Promise<string> =>
    textOf(verifyView.human(resultOf('one', [judged('a.eml', samples[name])]), { paint: plainPaint, columns }));

  test.each(Object.keys(samples) as (keyof typeof samples)[])('%s is as the golden file has it', async (name) => {
    expectGolden(`verify/one-${name}.80.txt`, await one(name, undefined));
    expectGolden(`verify/one-${name}.140.txt`, await one(name, 140));
    expect(await one(name, 80)).not.toMatch(controls);
  });

  test.each(Object.keys(samples) as (keyof typeof samples)[])('%s fits the terminal', async (name) => {
    for (const columns of [40, 50, 60, 72, 80, 100, 132, 200]) {
      const widest = Math.max(...(await one(name, columns)).split('\n').map((line) => line.length));
      expect(widest).toBeLessThanOrEqual(columns);
    }
  });

  test('a single file that holds several messages is shown as several', async () => {
    const text = await textOf(verifyView.human(resultOf('one', [...results]), context));
    expect(text).toBe(await several('human'));
  });

  test('colours say no more than the text does', async () => {
    const { colourPaint } = await import('../../../src/render/colour-paint.js');
    const result = resultOf('one', [judged('a.eml', samples.belowBoundary)]);
    const text = await textOf(verifyView.human(result, { paint: colourPaint, columns: 80 }));
    const escapes = /\u001b\[[0-9;]*m/g;
    expect(text).toMatch(escapes);
    // The marks of what decided are for output without colour.
    const uncoloured = { ...plainPaint, mark: (word: string) => word };
    const again = resultOf('one', [judged('a.eml', samples.belowBoundary)]);
    const plain = await textOf(verifyView.human(again, { paint: uncoloured, columns: 80 }));
    expect(text.replace(escapes, '')).toBe(plain);
    expect(await one('belowBoundary', 80)).toContain('*[203.0.113.9]*');
    expect(plain).not.toContain('*');
  });
});

/** GitHub's own rule for a line of a log (github.com/actions/runner, ActionCommand.cs, read 2026-11-28), and the prefixes of other CIs. */
const ciCommand = /^\s*::[a-z-]+(?: .*)?::|##\w*\[/im;

describe('no line is a command to a CI', () => {
  const said = ['::error::x', '::set-output name=a::b', '::stop-commands::t', '##[error]x', '##vso[task.complete]x'];

  test.each(said)('whatever the width, where a host calls itself %s', async (command) => {
    for (let filling = 0; filling < 40; filling++) {
      const name = `${'x'.repeat(filling)}${command}.example.org`;
      const strange = hop(0, {
        standing: 'boundary',
        ehlo: name,
        name,
        address: '192.0.2.1',
        by: name,
        with: name,
        tls: name,
      });
      const verdict = {
        ...samples.hostile,
        hops: [strange],
        relay: { name, kind: 'sender' as const },
        hint: `Ask ${name} for it`,
      };
      for (const columns of [40, 61, 80, 120]) {
        const text = await textOf(
          verifyView.human(resultOf('one', [judged(name, verdict)]), { paint: plainPaint, columns }),
        );
        expect(text).not.toMatch(ciCommand);
      }
      for (const format of formats)
        if (format !== 'github')
          expect(
            safeJson(await textOf(verifyView[format]?.(resultOf('many', [judged(name, verdict)]), context) ?? '')),
          ).not.toMatch(ciCommand);
    }
  });

  test('but those of the format github, one for each message', async () => {
    const text = await several('github');
    expect(text.split('\n').filter((line) => ciCommand.test(line))).toHaveLength(results.length);
    expect(text.replace(/^::(?:error|warning|notice) file=[^:]*::/gm, '')).not.toMatch(ciCommand);
  });
});
