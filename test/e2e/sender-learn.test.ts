import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { inProcess } from '../support/in-process.js';
import { emptyFolder } from '../support/program.js';
import { program } from '../support/program-under-test.js';
import { openTerminal } from '../support/terminal.js';

const example = (name: string): string => path.resolve('examples', name);
const before = `version: 1
senders:
  - name: cloud   # given by support
    provider: altcraft-cloud
    relay: { host: 'smtp.example.com:25', tls: none, auth: none }
receivers:
  - by: mx.example.net
`;
const learned = `    path:
      hosts: ["gato#.sndsy.ru"]
      networks: [185.138.182.33/32]
`;

describe('sender learn', () => {
  let cwd: string;
  const file = (): Promise<string> => readFile(path.join(cwd, 'akrelay.yaml'), 'utf8');
  beforeEach(async () => {
    cwd = await emptyFolder();
    await writeFile(path.join(cwd, 'akrelay.yaml'), before);
  });

  test('a sender without a path is recognised after it has learned one', async () => {
    const words = ['verify', example('confirmed.eml'), '--sender', 'cloud'];
    expect(await inProcess(words, { cwd })).toMatchObject({
      exit: 2,
      stdout: expect.stringMatching(/does not know the hosts/),
    });
    const run = await inProcess(['sender', 'learn', 'cloud', example('confirmed.eml'), '--yes'], { cwd });
    expect(run).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/received the message from 185\.138\.182\.33 \(gato033/),
    });
    expect(await file()).toBe(before.replace('receivers:', `${learned}receivers:`));
    expect((await inProcess(words, { cwd })).exit).toBe(0);
    const again = await inProcess(['sender', 'learn', 'cloud', '-', '--yes', '--json'], {
      cwd,
      stdin: await readFile(example('confirmed.eml')),
    });
    expect(JSON.parse(again.stdout)).toMatchObject({
      schema: 'akrelay/sender-learn@1',
      changed: false,
      learned: { hosts: [], networks: [] },
    });
  });

  test('a host that another preset claims is warned about', async () => {
    const warned =
      /^warning: gato033\.sndsy\.ru \[185\.138\.182\.33\] belongs to Sendsay, but cloud is a sender of Altcraft Cloud/;
    const run = await inProcess(['sender', 'learn', 'cloud', example('confirmed.eml'), '--dry-run'], { cwd });
    expect([run.exit, run.stderr]).toEqual([0, expect.stringMatching(warned)]);
    await writeFile(path.join(cwd, 'akrelay.yaml'), before.replace('altcraft-cloud', 'sendsay'));
    expect((await inProcess(['sender', 'learn', 'cloud', example('confirmed.eml'), '--dry-run'], { cwd })).stderr).toBe(
      '',
    );
  });

  test('a person sees which message it is, and who handed it over, and decides', async () => {
    const terminal = openTerminal(['sender', 'learn', 'cloud', example('confirmed.eml')], { cwd });
    await terminal.sees('Message "Your order is on its way" from "Shop" <news@shop.example.com>');
    await terminal.sees('received it from gato033.sndsy.ru [185.138.182.33]. Confirm only if this is the');
    await terminal.sees('Write this to akrelay.yaml? (Y/n)');
    terminal.types('n\r');
    expect([await terminal.exit, await file()]).toEqual([130, before]);
  });

  test('Ctrl-C while the message is awaited is no unreadable message', async () => {
    const child = spawn(program.file, [...program.words, 'sender', 'learn', 'cloud', '-'], { cwd });
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    // More than a pipe or socket holds: all of it is written once the program reads, and waits for the rest.
    child.stdin.write(`X-Long: ${'x'.repeat(400_000)}`, () => child.kill('SIGINT'));
    const exit = await new Promise((resolve) => child.on('close', resolve));
    expect([exit, stderr]).toEqual([130, 'error: Cancelled.\n']);
  });

  test.each([
    [['cloud', 'confirmed.eml'], 64, /--yes/],
    [['clod', 'confirmed.eml', '--yes'], 64, /Did you mean cloud\?/],
    [['cloud', 'sent-folder.eml', '--yes'], 65, /does not show which host delivered it/],
    [['cloud', 'not-an-email.html', '--yes'], 65, /web page/],
    [['cloud', 'confirmed.eml', '--network', '16', '--yes'], 64, /one of exact, 24, none/],
    [['cloud', 'confirmed.eml', '--dry-run'], 0, /^warning: gato033/],
  ])('%j: exit %d, and nothing is written', async ([name = '', message = '', ...words], exit, stderr) => {
    const run = await inProcess(['sender', 'learn', name, example(message), ...words], { cwd });
    expect(run).toMatchObject({ exit, stderr: expect.stringMatching(stderr) });
    expect(await file()).toBe(before);
  });
});
