import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { exitOf } from '../../src/errors.js';
import { keepEvents } from '../support/events/keep-events.js';
import { startReceiver } from '../support/events/receiver.js';
import { inProcess } from '../support/in-process.js';
import { akrelay, emptyFolder } from '../support/program.js';
import { sampleConfig } from '../support/sample-config.js';

// As the build laid them into the package: `import schema from 'akrelay/schemas/verify@1.json'`.
const shipped = 'dist/schemas';
const files = readdirSync(shipped).map((name) => JSON.parse(readFileSync(path.join(shipped, name), 'utf8')));
const ajv = new Ajv2020({ allErrors: true, formats: { date: /^\d{4}-\d\d-\d\d$/ }, schemas: files });

function schemaOf(name: string): ValidateFunction {
  const validate = ajv.getSchema(`urn:akrelay:${name}`);
  if (validate === undefined) throw new Error(`no schema ${name}`);
  return validate;
}

let cwd: string;
beforeAll(async () => {
  cwd = await emptyFolder();
  await writeFile(path.join(cwd, 'akrelay.yaml'), sampleConfig, { mode: 0o600 });
  for (const name of readdirSync('examples').filter((name) => /\.(?:eml|html|csv)$/.test(name)))
    await copyFile(path.join('examples', name), path.join(cwd, name));
  const sent = {
    sentAt: '2026-11-28T10:00:00Z',
    sender: 'spare',
    token: 'sent-1',
    messageId: '<1@b.c>',
    forwardPaths: [],
  };
  await writeFile(path.join(cwd, 'receipt.json'), JSON.stringify({ schema: 'akrelay/prove-receipt@1', ...sent }));
  const rule = { rule: 1, match: { kind: 'default' }, percent: 100, sender: 'spare' };
  const proofs = [
    { ...rule, receipt: { schema: 'akrelay/prove-receipt@1', ...sent } },
    { ...rule, receipt: null },
  ];
  await writeFile(
    path.join(cwd, 'receipts.json'),
    JSON.stringify({ schema: 'akrelay/prove-virtual-receipt@1', virtual: 'newsletters', proofs }),
  );
  await writeFile(path.join(cwd, 'box'), 'From a Sat Nov 28 10:00:00 2026\nFrom: a@b.c\nX-Letter-Id: sent-1\n\nx\n\n');
  await keepEvents(cwd);
});

describe('the schemas that the package ships', () => {
  test.each<[string, string]>([
    ['sender list', 'sender-list@1'],
    ['sender show sendsay-main', 'sender-show@1'],
    ['sender show cloud', 'sender-show@1'],
    ['sender show spare', 'sender-show@1'],
    ['sender presets', 'sender-presets@1'],
    ['virtual list', 'virtual-list@1'],
    ['virtual show newsletters', 'virtual-show@1'],
    ['route --virtual newsletters --from a@b.example --to c@gmail.com --group 7 --sample 5', 'route@1'],
    ['route --virtual empty --from a@b.example --to c@gmail.com', 'route@1'],
    ['sender create x --provider sendsay --dry-run', 'change@1'],
    ['sender edit spare --auth none', 'change@1'],
    ['verify confirmed.eml', 'verify@1'],
    ['verify confirmed.eml --auth --resolver none', 'verify@1'],
    ['verify forged.eml bypassed.eml sent-folder.eml not-an-email.html nowhere', 'verify@1'],
    ['sender learn spare bypassed.eml --dry-run', 'sender-learn@1'],
    ['virtual attach empty spare --dry-run', 'change@1'],
    ['virtual detach newsletters cloud --group 7 --dry-run --diff', 'change@1'],
    ['virtual shift newsletters --to cloud --pause 1ms --dry-run', 'virtual-shift@1'],
    ['virtual shift newsletters --to cloud --until 41 --pause 1ms', 'virtual-shift@1'],
    ['init --config another.yaml', 'init@1'],
    ['config path', 'config-path@1'],
    ['config show', 'config-show@1'],
    ['config validate', 'config-validate@1'],
    ['config validate --config not-an-email.html', 'config-validate@1'],
    ['config allow', 'config-allow@1'],
    ['completion fish', 'completion@1'],
    ['completion suggest -- sender', 'completion-suggest@1'],
    ['demo', 'demo@1'],
    ['fetch never-sent --mbox box', 'fetch@1'],
    ['prove --resume receipt.json --mbox box --skip authentication,event --wait 0s', 'prove@1'],
    ['prove --resume receipts.json --mbox box --skip authentication,event --wait 0s', 'prove-virtual@1'],
    ['fetch sent-1 --mbox box', 'fetch@1'],
    ['watch verify bypassed.eml not-an-email.html --once --state seen.json', 'watch@1'],
    ['watch prove nobody --mbox box --once', 'watch@1'],
    ['events show', 'events-show@1'],
    ['events stats', 'events-stats@1'],
    ['stats reconcile', 'stats-reconcile@1'],
    ['stats compare --altcraft altcraft.csv --sendsay sendsay.csv', 'stats-compare@1'],
    ['events verify-store', 'events-verify-store@1'],
    ['events send --to http://127.0.0.1:1/ --scenario delivery', 'events-send@1'],
  ])('%s --json is %s', async (words, name) => {
    const start = words === 'demo' ? akrelay : inProcess;
    const { stdout } = await start(['--json', ...words.split(' ')], { cwd });
    const validate = schemaOf(name);
    expect([validate(JSON.parse(stdout)), validate.errors]).toEqual([true, null]);
    const [first = ''] = Object.keys(JSON.parse(stdout)).slice(1);
    expect(validate({ ...JSON.parse(stdout), [first]: undefined })).toBe(false);
  });

  test('lines of streams', async () => {
    const receiver = await startReceiver(cwd, { words: ['--store', 'streamed'] });
    await inProcess(['events', 'send', '--to', receiver.url, '--scenario', 'delivery,broken'], { cwd });
    await receiver.stop();
    const lines = receiver.told();
    expect(lines.map(({ event }) => event)).toEqual(['ready', 'stored', 'refused']);
    for (const line of lines) expect([schemaOf('events-listen@1')(line), line]).toEqual([true, line]);
    const { stdout } = await inProcess(['events', 'show', '--store', 'streamed', '--format', 'ndjson'], { cwd });
    expect(schemaOf('event@1')(JSON.parse(stdout))).toBe(true);
    const { stdout: reconciled } = await inProcess(['stats', 'reconcile', '--format', 'ndjson'], { cwd });
    for (const line of reconciled.trimEnd().split('\n'))
      expect(schemaOf('stats-reconcile-message@1')(JSON.parse(line))).toBe(true);
    const compare = ['stats', 'compare', '--altcraft', 'altcraft.csv', '--sendsay', 'sendsay.csv'];
    const compared = (await inProcess([...compare, '--format', 'ndjson'], { cwd })).stdout.trimEnd().split('\n');
    for (const line of compared) expect(schemaOf('stats-compare-line@1')(JSON.parse(line))).toBe(true);
  });

  test('are there for every answer', () => {
    const sources = readdirSync('src/render', { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const named = sources.flatMap((name) => [
      ...readFileSync(path.join('src/render', name), 'utf8').matchAll(/(?:renderJson|jsonLine)\('([^']+)'/g),
    ]);
    expect(named.length).toBeGreaterThan(15);
    expect(
      named.map(([, name = '']) => name).filter((name) => ajv.getSchema(`urn:akrelay:${name}`) === undefined),
    ).toEqual([]);
  });

  test('a failure', async () => {
    const { stdout, stderr } = await inProcess(['sender', 'show', 'nobody', '--json'], { cwd });
    expect([stdout, schemaOf('error@1')(JSON.parse(stderr))]).toEqual(['', true]);
  });

  test('know every kind of failure', () => {
    const { properties } = files.find(({ $id }) => $id === 'urn:akrelay:error@1').properties.error;
    expect([...properties.kind.enum].sort()).toEqual(Object.keys(exitOf).sort());
  });
});
