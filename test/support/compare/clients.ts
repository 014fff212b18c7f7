import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { program } from '../program-under-test.js';

/** One send of one client. */
export interface ClientRun {
  readonly exit: number | null;
  /** The line that tells how it ended. */
  readonly says: string;
  readonly tookMs: number;
}

export interface Client {
  readonly name: 'swaks' | 'msmtp' | 'akrelay';
  readonly send: (port: number) => Promise<ClientRun>;
}

/** Each client waits so long for an answer. */
export const patienceSeconds = 5;
const recipients = ['qa@example.net', 'qb@example.net'];
const secret = 'lab-Passw0rd';

/** The three clients with the same task: STARTTLS required, certificate verified, AUTH LOGIN, two recipients. The folder holds `ca.pem`. */
export function clients(cwd: string): readonly Client[] {
  return [swaks(cwd), msmtp(cwd), akrelay(cwd)];
}

function swaks(cwd: string): Client {
  return {
    name: 'swaks',
    send: async (port) => {
      const tls = ['--tls', '--tls-verify', '--tls-ca-path', 'ca.pem'];
      const login = ['--auth', 'LOGIN', '--auth-user', 'lab-user', '--auth-password', secret];
      const envelope = ['--from', 'test@example.com', '--to', recipients.join(','), '--ehlo', 'client.example'];
      const server = ['--server', 'localhost', '--port', String(port), '--timeout', String(patienceSeconds)];
      const run = await timed('swaks', [...server, ...tls, ...login, ...envelope], { cwd });
      return { ...run, says: firstLine(run.output, /^(\*\*\*|<\S*\*\S*) /) ?? lastReply(run.output) };
    },
  };
}

function msmtp(cwd: string): Client {
  return {
    name: 'msmtp',
    send: async (port) => {
      const server = ['--host=localhost', `--port=${port}`, `--timeout=${patienceSeconds}`, '--domain=client.example'];
      const tls = ['--tls=on', '--tls-starttls=on', '--tls-trust-file=ca.pem'];
      const login = ['--auth=login', '--user=lab-user', `--passwordeval=printf ${secret}`];
      const words = [...server, ...tls, ...login, '--from=test@example.com', ...recipients];
      const stdin = 'From: test@example.com\r\nTo: qa@example.net\r\nSubject: test\r\n\r\ntest\r\n';
      const run = await timed('msmtp', words, { cwd, stdin });
      return { ...run, says: firstLine(run.output, /\S/) ?? '(nothing)' };
    },
  };
}

function akrelay(cwd: string): Client {
  return {
    name: 'akrelay',
    send: async (port) => {
      const relay = `{ host: "localhost:${port}", tls: starttls, auth: login, username: { env: U }, password: { env: P } }`;
      const config = path.join(cwd, `${port}.yaml`);
      const test = `test: { from: test@example.com, recipients: [${recipients.join(', ')}] }`;
      await writeFile(config, `version: 1\nsenders:\n  - { name: lab, provider: custom, relay: ${relay} }\n${test}\n`);
      const words = ['send', 'lab', '--config', config, '--ca', 'ca.pem', '--timeout', String(patienceSeconds)];
      const env = { U: 'lab-user', P: secret };
      const run = await timed(program.file, [...program.words, ...words], { cwd, env });
      return { ...run, says: firstLine(run.output, /\S/) ?? '(nothing)' };
    },
  };
}

interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

function timed(
  command: string,
  words: readonly string[],
  { cwd, env = {}, stdin = '' }: RunOptions,
): Promise<{ readonly exit: number | null; readonly output: string; readonly tookMs: number }> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, words, { cwd, env: { PATH: process.env['PATH'], HOME: cwd, LC_ALL: 'C', ...env } });
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', reject);
    child.on('close', (exit) =>
      resolve({ exit, output: Buffer.concat(said).toString(), tookMs: performance.now() - start }),
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
  });
}

function firstLine(output: string, pattern: RegExp): string | undefined {
  return output.split('\n').find((line) => pattern.test(line));
}

/** Where swaks marks no line as an error: what the server said last before the goodbye. */
function lastReply(output: string): string {
  const lines = output.split('\n').filter((line) => /^<[-~]+ +\d/.test(line) && !/\b221\b/.test(line));
  return lines.at(-1) ?? '(nothing)';
}
