import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { inProcess } from '../support/in-process.js';
import { emptyFolder, type Run } from '../support/program.js';

let cwd: string;
const config = `senders:
  - { name: main, provider: sendsay, relay: { host: "127.0.0.1:1", auth: none } }
virtualSenders:
  - { name: news, account: 306, rules: [{ match: default, senders: [{ sender: main, percent: 100 }] }] }
`;

beforeAll(async () => {
  cwd = await emptyFolder();
  await mkdir(path.join(cwd, 'relays'));
  await writeFile(path.join(cwd, 'relays', 'akrelay.yaml'), config);
  await writeFile(path.join(cwd, 'good.eml'), await readFile(path.resolve('examples/confirmed.eml')));
});

const inForce = { AKRELAY_CONFIG: 'relays/akrelay.yaml' };
const run = (words: string, env: Readonly<Record<string, string>> = inForce): Promise<Run> =>
  inProcess(words.split(' '), { cwd, env });

describe('AKRELAY_CONFIG', () => {
  test.each([
    ['config path', inForce, 'relays/akrelay.yaml\n'],
    ['config path --config other.yaml', inForce, 'other.yaml\n'],
    ['sender list --json', inForce, expect.stringContaining('"name": "main"')],
    ['init', { AKRELAY_CONFIG: 'new/akrelay.yaml' }, expect.stringContaining('Wrote new/akrelay.yaml\n')],
  ])('%s with %j', async (words, env, stdout) => {
    expect(await run(words, env)).toEqual({ exit: 0, stdout, stderr: '' });
  });

  test('an empty one names no file', async () => {
    expect(await run('config path', { AKRELAY_CONFIG: '' })).toMatchObject({ exit: 78 });
  });
});

describe('--quiet leaves the exit code, what was asked for, and errors', () => {
  test.each([
    ['check main', 1, /^$/],
    ['config validate', 0, /^$/],
    ['verify good.eml', 0, /^$/],
    ['verify good.eml good.eml', 0, /^$/],
    ['sender edit main --platform-id 3 --dry-run', 0, /^$/],
    ['route --virtual news --from a@example.com --to b@example.net', 0, /^$/],
    ['config path', 0, /^relays\/akrelay\.yaml\n$/],
    ['config show', 0, /^senders:\n/],
    ['sender list', 0, /^NAME /],
    ['sender show main', 0, /^Name /],
    ['virtual list', 0, /^NAME /],
    ['virtual show news', 0, /^news /],
    ['completion bash', 0, /complete -F/],
    ['explain auth-refused', 0, /^auth-refused: /],
    ['config validate --json', 0, /"valid": true/],
    ['verify good.eml --format tap', 0, /^TAP version 14\n/],
    ['check main --json', 1, /"verdict": "fail"/],
  ])('%s', async (words, exit, stdout) => {
    expect(await run(`${words} --quiet`)).toEqual({ exit, stdout: expect.stringMatching(stdout), stderr: '' });
  });
});

describe('JSON', () => {
  test.each([
    ['sender show nobody --json', 64, 'usage'],
    ['verify nowhere.eml --json', 66, 'input-missing'],
    ['sender list --json --config gone.yaml', 78, 'config'],
    ['--json', 64, 'usage'],
  ])('a failure of %s carries schema and exit code', async (words, exit, kind) => {
    const { stderr, ...rest } = await run(words);
    const told = JSON.parse(stderr);
    expect([rest.exit, told.schema, told.exit, told.error.kind]).toEqual([exit, 'akrelay/error@1', exit, kind]);
  });

  test.each([
    ['init --config sub/x.yaml', (json: Json) => json['path'], 'sub/x.yaml'],
    [
      'config path --config ./relays/../relays/akrelay.yaml',
      (json: Json) => json['path'],
      './relays/../relays/akrelay.yaml',
    ],
    ['config show', (json: Json) => json['path'], 'relays/akrelay.yaml'],
    ['config validate', (json: Json) => json['file'], 'relays/akrelay.yaml'],
    ['config validate --config ./relays/akrelay.yaml', (json: Json) => json['file'], './relays/akrelay.yaml'],
    ['sender edit main --platform-id 3 --dry-run', (json: Json) => json['file'], 'relays/akrelay.yaml'],
    ['verify ./good.eml', (json: Json) => json['results'][0].source, './good.eml'],
  ])('%s: a path is as it was given', async (words, read, given) => {
    const { stdout } = await run(`${words} --json`);
    expect(read(JSON.parse(stdout))).toBe(given);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: whatever a command prints
type Json = any;

describe('formats for machines tell the counts on stderr', () => {
  test.each([
    ['verify good.eml good.eml --format junit', '2 messages: 2 confirmed\n'],
    ['verify good.eml --format tap', '1 message: 1 confirmed\n'],
    ['verify good.eml --format ndjson', '1 message: 1 confirmed\n'],
    ['config validate --format junit', 'relays/akrelay.yaml is valid, with 1 warning\n'],
    ['verify good.eml --json', ''],
    ['verify good.eml --format github', ''],
  ])('%s', async (words, stderr) => {
    expect(await run(words)).toMatchObject({ exit: 0, stderr });
  });
});
