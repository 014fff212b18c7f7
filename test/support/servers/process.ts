import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** Where test/wide/install-servers.sh unpacks what cannot be installed beside Postfix. */
export const beside = process.env['AKRELAY_TEST_SERVERS'] ?? '/opt/akrelay-test-servers';

export async function output(command: string, args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await exec(command, args);
  return stdout + stderr;
}

export async function idsOf(user: string): Promise<{ readonly uid: number; readonly gid: number }> {
  const [uid, gid] = await Promise.all([output('id', ['-u', user]), output('id', ['-g', user])]);
  return { uid: Number(uid), gid: Number(gid) };
}

/** Writes a file that only this user can read. */
export async function writeFor(user: string, file: string, text: string): Promise<string> {
  await writeFile(file, text, { mode: 0o600 });
  const { uid, gid } = await idsOf(user);
  await chown(file, uid, gid);
  return file;
}

/** Ports that nothing listens on now. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

export interface Daemon {
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a server in a mount namespace of its own, where /etc/resolv.conf is the given file, and waits until it
 * listens on all its ports. The server must stay in the foreground.
 */
export async function startDaemon(
  command: readonly string[],
  ports: readonly number[],
  resolvConf: string,
): Promise<Daemon> {
  const script = 'mount --bind "$0" /etc/resolv.conf && exec "$@"';
  const child = spawn('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', script, resolvConf, ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const log = (): string => Buffer.concat(said).toString();
  try {
    for (const port of ports) await listening(port, child);
  } catch {
    child.kill();
    throw new Error(`${command[0]} does not listen; it said:\n${log()}`);
  }
  return { log, stop: () => end(child) };
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) break;
    if (await opens(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing listens on port ${port}`);
}

function opens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'exit');
  child.kill('SIGTERM');
  await closed;
  child.stdout?.destroy();
  child.stderr?.destroy();
}
