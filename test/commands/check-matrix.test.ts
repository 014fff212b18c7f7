import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { placesOf } from '../../src/relay/check-matrix.js';
import { labBench, labPassword } from '../support/lab/sender.js';
import { leaks } from '../support/leaks.js';

const bench = await labBench();
const starttls = await bench.start();
const implicit = await bench.start({ tls: 'implicit' });
const clear = await bench.start({ tls: 'none', auth: [] });
const silent = await bench.start({ faults: [{ at: 'greeting', act: { kind: 'stall' } }] });
const expired = await bench.start({ pair: bench.zoo.pairs.expired });
/** Discard (RFC 863), which nobody runs. A port that was free a moment ago may be taken by another test. */
const closed = 9;
const all = [starttls, implicit, clear, silent, expired];
afterAll(() => {
  for (const lab of all) lab.close();
});

const ports = [...all.map(({ port }) => port), closed].join(',');
const words = ['check', '--matrix', '--ports', ports, '--timeout', '2'];

interface Cell {
  readonly port: number;
  readonly tls: string;
  readonly state: string;
  readonly finding: string | null;
  readonly evidence: string;
}

describe('check --matrix', () => {
  test('tells for every port which TLS works, and why not', async () => {
    // The ports are tried at the same time, not one after the other: two keep their clients waiting together.
    let together = false;
    const look = setInterval(() => {
      together ||= [silent, implicit].every(({ clients }) => (clients?.() ?? 0) > 0);
    }, 20);
    const { exit, stdout, stderr } = await bench.run(starttls, [...words, '--json']);
    clearInterval(look);
    expect([exit, together, leaks(stdout + stderr, labPassword)]).toEqual([0, true, false]);
    const result = JSON.parse(stdout);
    const validate = new Ajv2020().compile(JSON.parse(readFileSync('src/schemas/check@1.json', 'utf8')));
    expect([validate(result), validate.errors]).toEqual([true, null]);
    const cells: readonly Cell[] = result.senders[0].matrix;
    const of = (port: number): unknown => cells.filter((cell) => cell.port === port).map((cell) => cell.finding);
    expect(cells.map(({ tls }) => tls).slice(0, 3)).toEqual(['none', 'starttls', 'implicit']);
    expect({
      starttls: of(starttls.port),
      implicit: of(implicit.port),
      clear: of(clear.port),
      silent: of(silent.port),
      expired: of(expired.port),
      closed: of(closed),
    }).toEqual({
      starttls: [null, null, 'tls-not-spoken'],
      implicit: ['timeout-greeting', 'timeout-greeting', null],
      clear: [null, 'starttls-not-offered', 'tls-not-spoken'],
      silent: ['timeout-greeting', 'timeout-greeting', 'timeout-tls'],
      expired: [null, 'tls-expired', 'tls-not-spoken'],
      closed: ['connect-refused', 'connect-refused', 'connect-refused'],
    });
    for (const lab of [implicit, clear, silent, expired])
      expect(lab.lines.filter((line) => /^(AUTH|MAIL)/.test(line))).toEqual([]);
  });

  test('as a table, a closed port in one line', async () => {
    const { stdout } = await bench.run(starttls, words);
    const table = stdout
      .slice(stdout.indexOf('\n\n') + 2)
      .replaceAll(/ +/g, ' ')
      .split('\n');
    expect(table[0]).toBe('address port tls works seen');
    expect(table).toContain(`127.0.0.1 ${starttls.port} starttls yes TLSv1.3, AUTH LOGIN PLAIN CRAM-MD5`);
    expect(table).toContain(`127.0.0.1 ${starttls.port} none yes clear text, STARTTLS offered, no AUTH`);
    expect(table).toContain(`127.0.0.1 ${clear.port} none yes clear text, no AUTH`);
    expect(table).toContain(`127.0.0.1 ${closed} any no refused [connect-refused]`);
    expect(table).toHaveLength(1 + 3 * all.length + 1 + 1 + 1);
  });

  test.each([
    [['--ports', '25'], /--ports has no effect without/],
    [['--matrix', '--ports', '25,0'], /--ports: '25,0' is not a list of up to 16 ports/],
    [['--matrix', '--ports', ''], /is not a list of up to 16 ports/],
  ])('%j is wrong usage', async (more, says) => {
    const { exit, stderr } = await bench.run(starttls, ['check', ...more]);
    expect([exit, stderr]).toEqual([64, expect.stringMatching(says)]);
  });

  test('the plan: every address with every port once, the own one among them', () => {
    expect(placesOf(['a', 'b', 'a'], [587, 25], 587)).toEqual([
      { address: 'a', port: 25 },
      { address: 'a', port: 587 },
      { address: 'b', port: 25 },
      { address: 'b', port: 587 },
    ]);
    expect(placesOf(['a'], [25], 2526)).toHaveLength(2);
  });
});
