import { spawn } from 'node:child_process';
import { access, constants, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AkrelayError } from '../../errors.js';
import { exitCodes } from '../../exit-code.js';
import { makeFolders } from '../files/make-folders.js';
import { reasonOf } from '../files/node-reason.js';
import { expectOwnFolder } from '../files/own-folder.js';
import { makeAuthority } from '../lab/certificates.js';
import type { OwnProgram } from '../own-program.js';
import { startCallbacks } from './callbacks.js';
import type { DemoStage, StageRun } from './demo-stage.js';
import { handOver } from './hand-over.js';
import { startReceiver } from './receiver.js';
import { startRelay } from './relay.js';
import { actionHooks, deliveryCallback, type Reported, readerCallbacks } from './reports.js';

/** An address and name of the relay's network as Altcraft's Sendsay page gives it (read 2026-11): 185.138.182.XXX, gatoNNN.sndsy.ru. */
const relayHost = { address: '185.138.182.7', name: 'gato007.sndsy.ru' };
/** A stranger, from the addresses kept for documentation (RFC 5737). */
const strangerHost = { address: '203.0.113.9', name: 'mail.example.org' };
/** For `--dns-cache`: what name servers would say of the domain that the demo sends from, if it were the reader's. */
const dnsAnswers = {
  schema: 'akrelay/dns-answers@1',
  answers: {
    'TXT example.com': { records: [['v=spf1 ip4:185.138.182.0/24 -all']] },
    'TXT _dmarc.example.com': { records: [['v=DMARC1; p=reject']] },
  },
};

export interface StageOptions {
  /** Where to leave the files; undefined: a temporary folder, removed at the end. */
  readonly keep: string | undefined;
  readonly password: string;
  readonly colour: 'on' | 'off';
  /** What starts this program again. */
  readonly program: OwnProgram;
}

/** Starts the relay and the receiver and returns the stage. Throws `cannot-write` when the folder of `keep` has files in it. */
export async function startStage({ keep, password, colour, program }: StageOptions): Promise<DemoStage> {
  const folder = keep === undefined ? await mkdtemp(path.join(tmpdir(), 'akrelay-demo-')) : await newFolder(keep);
  const authority = await makeAuthority();
  const caPem = authority.caPem;
  await writeFile(path.join(folder, 'demo-ca.pem'), caPem);
  await writeFile(path.join(folder, 'demo-dns.json'), `${JSON.stringify(dnsAnswers, null, 2)}\n`);
  const receiver = await startReceiver(folder, await authority.issue({ names: ['mx.example.net'] }), {
    [relayHost.address]: relayHost.name,
    [strangerHost.address]: strangerHost.name,
  });
  const callbacks = startCallbacks(program, folder, crypto.randomUUID());
  const reports: Promise<void>[] = [];
  let delivered: Reported | undefined;
  const toReceiver = { port: receiver.port, caPem };
  const relay = await startRelay({
    pair: await authority.issue({ names: ['127.0.0.1'] }),
    username: 'demo',
    password,
    handOn: async (message, reversePath, forwardPath) => {
      await handOver({
        ...toReceiver,
        address: relayHost.address,
        ehloName: relayHost.name,
        reversePath,
        forwardPath,
        message,
      });
      const reported = { token: tokenOf(message), recipient: forwardPath, atMs: Date.now() };
      delivered = reported;
      reports.push(callbacks.post('sendsay', [deliveryCallback(reported)]));
    },
  });
  const env = { RELAY_LOGIN: 'demo', RELAY_PASSWORD: password, ...(colour === 'on' ? { FORCE_COLOR: '1' } : {}) };
  return {
    folder,
    relay: `127.0.0.1:${relay.port}`,
    run: (words) => runProgram(program, words, folder, env),
    forge: () =>
      handOver({
        ...toReceiver,
        address: strangerHost.address,
        ehloName: 'gato001.sndsy.ru',
        reversePath: 'test@example.com',
        forwardPath: 'forged@example.net',
        message: forgedMessage(),
      }),
    reported: async () => {
      await Promise.all(reports);
    },
    read: async () => {
      if (delivered === undefined) return;
      await callbacks.post('sendsay', readerCallbacks(delivered));
      await callbacks.post('altcraft', actionHooks(delivered));
    },
    close: async () => {
      await Promise.all([relay.close(), receiver.close(), callbacks.close()]);
      if (keep === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** `X-Letter-Id`, which Sendsay returns as `gate.uniq` (docs.sendsay.ru, 2024). */
function tokenOf(message: Buffer): string {
  return /^X-Letter-Id: *([\w-]+)/im.exec(message.toString('latin1'))?.[1] ?? '';
}

async function newFolder(keep: string): Promise<string> {
  const folder = path.resolve(keep);
  await expectOwnFolder({ folder, shown: keep, flag: '--keep', what: undefined, name: 'relay-demo' }, () => false);
  try {
    await makeFolders(folder);
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new AkrelayError('cannot-write', {
      message: `Cannot write in ${keep}: ${reasonOf(cause)}.`,
      hint: 'Give --keep a new folder in a place where you can write.',
      cause,
    });
  }
  return folder;
}

/** Runs the program that is running now, as a user would type it. */
function runProgram(
  program: OwnProgram,
  words: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<StageRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(program.file, [...program.words, ...words], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Uint8Array[] = [];
    const err: Uint8Array[] = [];
    child.stdout.on('data', (chunk: Uint8Array) => out.push(chunk));
    child.stderr.on('data', (chunk: Uint8Array) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const exit = code ?? (signal === 'SIGINT' ? exitCodes.cancelled : exitCodes.bug).code;
      resolve({ exit, output: Buffer.concat([...out, ...err]).toString() });
    });
  });
}

/** Sent straight to the receiver, with the line that a search for `from gato…sndsy.ru` would find. */
function forgedMessage(): string {
  return [
    'Received: from gato001.sndsy.ru (gato001.sndsy.ru [185.138.182.5])',
    ' by mx.example.net with ESMTPS id 4XyZ123abc; Sat, 21 Nov 2026 09:00:00 +0000',
    'Message-ID: <forged@example.com>',
    'Date: Sat, 21 Nov 2026 09:00:00 +0000',
    'From: test@example.com',
    'To: forged@example.net',
    'Subject: This message did not come through the relay',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'It only claims to.',
    '',
  ].join('\r\n');
}
