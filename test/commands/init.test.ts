import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../src/config/read-config.js';
import { inProcess } from '../support/in-process.js';
import { person } from '../support/memory-world.js';
import { emptyFolder } from '../support/program.js';

let cwd: string;
beforeEach(async () => {
  cwd = await emptyFolder();
});

const file = (): Promise<string> => readFile(path.join(cwd, 'akrelay.yaml'), 'utf8');

describe('init at a terminal', () => {
  test('asks nothing where the file could not be written', async () => {
    await writeFile(path.join(cwd, 'notes'), '');
    const { prompts, asked } = person([]);
    const run = await inProcess(['init', '--config', 'notes/new/akrelay.yaml'], { cwd, prompts });
    expect(run.exit).toBe(73);
    expect(run.stderr).toContain('Cannot write ');
    expect(asked).toEqual([]);
  });

  test('asks for both providers, the receivers and the addresses of tests', async () => {
    const answers = [true, true, 'smtp.example.com:2525', 'login', 'mx.example.net, *.in.example.net 192.0.2.0/24'];
    const { prompts, asked } = person([...answers, 'Test <test@example.com>', 'qa@example.net, qb@example.net']);
    const run = await inProcess(['init'], { cwd, prompts });
    expect(run).toEqual({ exit: 0, stdout: 'Wrote akrelay.yaml\nNext: akrelay check sendsay\n', stderr: '' });
    expect(asked.map(({ message }) => message)).toEqual([
      'Do you send through Sendsay?',
      'Do you send through Altcraft Cloud SMTP?',
      'Host and port of the relay',
      'How the relay authenticates the sender',
      'Your own mail servers',
      'Sender address of test messages',
      'Who may receive test messages',
    ]);
    const { config, problems } = readConfig({ shownAs: 'a', text: await file(), readableBy: 'owner' });
    expect(problems.map(({ rule }) => rule)).toEqual(['relay/clear-text-auth']);
    expect(config).toMatchObject({
      senders: [
        {
          name: 'sendsay',
          relay: { host: 'smtp.gate.sendsay.ru', password: { kind: 'env', name: 'SENDSAY_PASSWORD' } },
        },
        { name: 'altcraft-cloud', relay: { host: 'smtp.example.com', port: 2525, tls: 'none', auth: 'login' } },
      ],
      receivers: [
        { kind: 'name', by: 'mx.example.net' },
        { kind: 'name', by: '*.in.example.net' },
        { kind: 'network', cidr: '192.0.2.0/24' },
      ],
      test: { from: 'test@example.com', recipients: ['qa@example.net', 'qb@example.net'] },
    });
    expect(await file()).toContain('# Your own mail servers: akrelay verify believes their Received lines');
  });

  test('Enter and no leave everything out: the file that --yes writes', async () => {
    const { prompts } = person([false, false, '', '', '']);
    expect(await inProcess(['init'], { cwd, prompts })).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('Next: akrelay sender create\n'),
    });
    const asked = await file();
    await inProcess(['init', '--yes', '--config', 'other.yaml'], { cwd, prompts: person([]).prompts });
    expect(await readFile(path.join(cwd, 'other.yaml'), 'utf8')).toBe(asked);
  });

  test('a file that is there is told before the first question', async () => {
    await writeFile(path.join(cwd, 'akrelay.yaml'), 'version: 1\n');
    const { prompts, asked } = person([]);
    expect((await inProcess(['init'], { cwd, prompts })).exit).toBe(73);
    expect(asked).toEqual([]);
  });

  test.each([
    ['a wrong receiver', ['a b c!', 'mx.example.net'], 'Your own mail servers'],
    ['a wrong address', ['', 'nobody', 'a@b.example'], 'Sender address of test messages'],
  ])('%s is asked for again', async (_name, answers, message) => {
    const { prompts, asked } = person([false, false, ...answers, '', '']);
    expect((await inProcess(['init'], { cwd, prompts })).exit).toBe(0);
    expect(asked.find(({ problem }) => problem !== undefined)).toMatchObject({ message });
  });
});
