import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { inProcess } from '../../support/in-process.js';
import { emptyFolder, type Run } from '../../support/program.js';

const received =
  'Received: from gato12.sndsy.ru (gato12.sndsy.ru [185.138.182.12])\n\tby mx.example.net (Postfix) with ESMTPS id 4XYZ\n\tfor <anna.smith@example.net>; Sat, 28 Nov 2026 10:00:00 +0000 (UTC)\n';
const submitted =
  'Received: from annas-laptop (unknown [192.0.2.77])\n\t(Authenticated sender: anna.smith)\n\tby gato12.sndsy.ru (Postfix) with ESMTPSA id 1; Sat, 28 Nov 2026 09:59:59 +0000\n';
const message = `${received}${submitted}From: Anna Smith <anna.smith@example.com>\nTo: anna.smith@example.net\nSubject: Secret plan\nX-Own: secret\n\nThe secret text\n`;

let cwd: string;
beforeEach(async () => {
  cwd = await emptyFolder();
  await mkdir(path.join(cwd, 'mail'));
  const write = (name: string, data: string | Uint8Array): Promise<void> => writeFile(path.join(cwd, name), data);
  await write('a.eml', message);
  await write('a.eml.gz', gzipSync(message));
  await write('page.html', '<!doctype html><html>');
  await write('mail/a.eml', message);
  const envelope = 'From a@example.com Sat Nov 28 10:00:00 2026\n';
  await write('one.mbox', `${envelope}${message}\n`);
  await write('two.mbox', `${envelope}${message}\n${envelope}${message}\n`);
});

const verify = (words: string): Promise<Run> => inProcess(['verify', ...words.split(' ')], { cwd });
const copy = (): Promise<string> => readFile(path.join(cwd, 'copy.eml'), 'utf8');

describe('verify --redact', () => {
  test('keeps the trace lines, with placeholders, and nothing else', async () => {
    const { exit, stderr } = await verify('a.eml --redact copy.eml');
    expect([exit, stderr]).toEqual([0, 'Wrote copy.eml\n']);
    expect(await copy()).toBe(
      `${received.replace('anna.smith@example.net', 'xxxx.xxxxx@xxxxxxx.xxx')}${submitted.replace('anna.smith', 'xxxx.xxxxx').replace('annas', 'xxxxs')}From: redacted@redacted.invalid\n\nRemoved by akrelay verify --redact.\n`,
    );
    const said = (await verify('a.eml')).stdout.replace('annas-laptop', 'xxxxs-laptop');
    expect((await verify('copy.eml')).stdout).toBe(said);
  });

  test.each([
    'a.eml.gz',
    'one.mbox',
    'a.eml --json',
    'a.eml --relay altcraft-cloud',
    'a.eml --receiver mx.example.net --strict',
    'a.eml --auth --resolver none',
    'a.eml --report r.html',
  ])('%s', async (words) => {
    const plain = await verify(words.replace(/ --(?:auth|report).*/, ''));
    const { exit, stderr } = await verify(`${words} --redact copy.eml`);
    expect([exit, stderr]).toEqual([plain.exit, expect.stringContaining('Wrote copy.eml\n')]);
    expect(await copy()).not.toMatch(/anna|smith|secret/i);
    const [, ...more] = words.replace(/ --(?:auth|report).*/, '').split(' ');
    expect((await verify(['copy.eml', ...more].join(' '))).exit).toBe(plain.exit);
  });

  test.each([
    ['a.eml --redact a.eml', 64],
    ['a.eml --redact mail/../a.eml', 64],
    ['a.eml mail/a.eml --redact copy.eml', 64],
    ['mail --redact copy.eml', 64],
    ['two.mbox --redact copy.eml', 64],
    ['a.eml --redact copy.eml --report copy.eml', 64],
    ['page.html --redact copy.eml', 65],
    ['nothing.eml --redact copy.eml', 66],
    ['a.eml --redact nowhere/copy.eml', 73],
  ])('%s: exit %d, and nothing is written', async (words, code) => {
    const { exit, stdout } = await verify(words);
    expect([exit, stdout]).toEqual([code, '']);
    expect(existsSync(path.join(cwd, 'copy.eml'))).toBe(false);
    expect(await readFile(path.join(cwd, 'a.eml'), 'utf8')).toBe(message);
  });
});
