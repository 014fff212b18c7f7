import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { inProcess } from '../support/in-process.js';
import { labBench } from '../support/lab/sender.js';

const folder = 'src/schemas';
const schemas = readdirSync(folder).map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
const ajv = new Ajv2020({ allErrors: true, formats: { date: /^\d{4}-\d\d-\d\d$/ }, schemas });
const bench = await labBench();
const lab = await bench.start({ faults: [{ at: 'rcpt', nth: 2, act: { kind: 'say', bytes: '550 5.1.1 No\r\n' } }] });
afterAll(lab.close);

describe('the JSON of', () => {
  test('explain@1', async () => {
    const { stdout } = await inProcess(['explain', '--json'], { cwd: bench.folder });
    expect(ajv.getSchema('urn:akrelay:explain@1')?.(JSON.parse(stdout))).toBe(true);
  });

  test.each([
    ['send@1', ['send', 'lab']],
    ['send@1', ['send', 'lab', '--transcript', '--quiet']],
    ['send-burst@1', ['send', 'lab', '--count', '2', '--to', 'qa@example.net']],
    ['send-stopped@1', ['send', 'lab', '--stop-after', 'connect']],
    ['send-stopped@1', ['send', 'lab', '--stop-after', 'rcpt']],
    ['check@1', ['check']],
  ])('%s from %j', async (name, words) => {
    const { stdout } = await bench.run(lab, [...words, '--json']);
    const validate = ajv.getSchema(`urn:akrelay:${name}`);
    const result = JSON.parse(stdout);
    expect([validate?.(result), validate?.errors]).toEqual([true, null]);
    const [first = ''] = Object.keys(result).slice(1);
    expect(validate?.({ ...result, [first]: undefined })).toBe(false);
  });
});
