import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { LabAct, LabScript } from '../../src/relay/lab-script.js';
import { folderWithAuthority } from '../support/lab/folder.js';
import { type LabServer, startLab } from '../support/lab/server.js';
import { cacheHome, type Run } from '../support/program.js';
import { program } from '../support/program-under-test.js';

const { zoo, folder: cwd } = await folderWithAuthority();
const labs: LabServer[] = [];

afterAll(() => {
  for (const lab of labs) lab.close();
});

/** Runs a command against such a relay and sends it the signal once the relay is at the stage where it fails. */
async function interrupted(words: readonly string[], script: Partial<LabScript>, signal: NodeJS.Signals) {
  const isThere = (line: string): boolean => (script.faults?.[0]?.at === 'dot' ? line === 'DATA' : true);
  const lab = await startLab({ tls: 'starttls', auth: [], faults: [], pair: zoo.pairs.good, ...script });
  labs.push(lab);
  const relay = `{ host: "localhost:${lab.port}", tls: starttls, auth: none }`;
  const test = 'test: { from: test@example.com, recipients: [qa@example.net] }';
  const config = path.join(cwd, `${lab.port}.yaml`);
  await writeFile(config, `senders: [{ name: lab, provider: custom, relay: ${relay} }]\n${test}\n`);
  const child = spawn(program.file, [...program.words, ...words, '--config', config, '--ca', 'ca.pem'], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, XDG_CACHE_HOME: cacheHome },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.stderr += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  while (!lab.lines.some(isThere)) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const sentMs = performance.now();
  child.kill(signal);
  const run: Run = { exit: await ended, ...said };
  return { ...run, tookMs: performance.now() - sentMs };
}

const at = (stage: 'ehlo' | 'dot', act: LabAct): Partial<LabScript> => ({ faults: [{ at: stage, act }] });

describe('the first signal ends a session at once', () => {
  test.each<[NodeJS.Signals, string, readonly string[], Partial<LabScript>, number]>([
    ['SIGINT', 'a relay that does not answer', ['send', 'lab'], at('ehlo', { kind: 'stall' }), 130],
    ['SIGTERM', 'a relay that does not answer', ['send', 'lab'], at('ehlo', { kind: 'stall' }), 143],
    ['SIGINT', 'a watch of it', ['watch', 'check', 'lab'], at('ehlo', { kind: 'stall' }), 0],
    ['SIGTERM', 'one run of a watch', ['watch', 'check', 'lab', '--once'], at('ehlo', { kind: 'stall' }), 143],
    ['SIGTERM', 'a check of it', ['check', 'lab'], at('ehlo', { kind: 'stall' }), 143],
    [
      'SIGINT',
      'one that sends byte by byte',
      ['send', 'lab'],
      at('ehlo', { kind: 'drip', bytes: '250-'.repeat(9_000), everyMs: 1 }),
      130,
    ],
    ['SIGTERM', 'one that keeps the answer to the message', ['send', 'lab'], at('dot', { kind: 'stall' }), 2],
  ])('%s, %s', async (signal, _what, words, script, exit) => {
    const run = await interrupted(words, script, signal);
    expect(run.exit).toBe(exit);
    expect(run.tookMs).toBeLessThan(2_000);
    if (exit === 2) expect(run.stdout).toContain('possibly accepted');
  });
});
