import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { report } from '../servers/report.js';
import type { Slot } from './deliveries.js';
import { inner, mx } from './network.js';

/** One real server, or several that hand on to each other, in one configuration. */
export interface Receiver {
  readonly server: string;
  readonly configuration: string;
  /** `layer/package` as test/wide/install-receivers.sh lists them; the first one's layer is the root folder, its version the version. */
  readonly packages: readonly string[];
  /** Files that it finds in its root folder. */
  readonly files: Readonly<Record<string, string>>;
  /** A shell script that starts everything and may end; mail is to arrive in /receiver/mail/new, a file a message. */
  readonly start: string;
  /** What `--receiver` is to name: all servers of ours on the way. */
  readonly receivers: readonly string[];
  /** Whether the reverse name in the deciding line is one that led back to the address. */
  readonly reverseNames: 'checked' | 'as-looked-up' | 'not-shown';
  /**
   * What may be said of a true path when no receiver is named: a single server must be inferred; where it talks to itself
   * `perhaps`; where two hosts are ours `no` line tells that.
   */
  readonly inferred: 'confirmed' | 'perhaps' | 'no';
  /** Which of the lane's abilities it has; without `tls` STARTTLS is not tried. */
  readonly abilities: readonly ('tls' | 'client-certificate' | 'ident' | 'ipv6')[];
  /** Which kinds of lies it is told; all when left out. Behind a border line that another configuration tells all of, some do. */
  readonly slots?: readonly Slot[];
  /** Does it show the client's address at all? A proxy in front may hide it: then nothing can be proved. */
  readonly hidesClient?: true;
}

export interface RunningReceiver {
  /** The stored messages that contain the words, once all are there; those of `bounced` it may have refused to store. */
  readonly stored: (words: readonly string[], bounced: readonly string[]) => Promise<readonly string[]>;
  /** What it sees as /receiver. */
  readonly folder: string;
  readonly stop: () => Promise<void>;
}

export const layersFolder = process.env['AKRELAY_TEST_RECEIVERS'] ?? '/opt/akrelay-receivers';

/** As process 1 of a PID namespace it takes all that it started with it. */
const script = `
set -e
[ "$LOWER" = / ] || mount -t overlay overlay -o "lowerdir=/,upperdir=$LOWER/../upper,workdir=$LOWER/../work" "$LOWER"
mount -t overlay overlay -o "lowerdir=$LOWER,upperdir=$0/upper,workdir=$0/work" "$0/root"
mount --rbind /dev "$0/root/dev"
mount -t proc proc "$0/root/proc"
mount -t tmpfs tmpfs "$0/root/run"
mount --bind "$0/receiver" "$0/root/receiver"
cp -rT "$0/files" "$0/root" --no-preserve=all --remove-destination
exec chroot "$0/root" sh -c 'cd /receiver && sh -e ./start && exec sleep infinity'`;

/** Starts it in a root folder of its own, and waits until it greets on port 25. */
export async function startReceiver(receiver: Receiver): Promise<RunningReceiver> {
  const folder = await mkdtemp(path.join(tmpdir(), 'receiver-'));
  const at = (...parts: string[]): string => path.join(folder, ...parts);
  for (const name of ['upper/receiver', 'work', 'root', 'files', 'receiver/mail/new', 'receiver/logs'])
    await mkdir(at(name), { recursive: true, mode: 0o755 });
  const files = { ...receiver.files, ...namesOnly };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(at('files', name)), { recursive: true });
    await writeFile(at('files', name), text);
  }
  await writeFile(at('receiver/start'), `chmod -R 1777 /receiver/mail /receiver/logs\n${receiver.start}`);
  const layer = receiver.packages[0]?.split('/')[0] ?? '';
  const lower = layer === 'npm' ? '/' : `${layersFolder}/${layer}/root`;
  const child = spawn(
    'unshare',
    ['--mount', '--uts', '--pid', '--fork', '--kill-child', '--propagation', 'private', 'sh', '-c', script, folder],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], LOWER: lower },
    },
  );
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  const log = async (): Promise<string> => {
    const names = await readdir(at('receiver/logs'));
    const texts = names.map(async (name) => `${name}: ${await readFile(at('receiver/logs', name), 'utf8')}`);
    return [Buffer.concat(said).toString(), ...(await Promise.all(texts))].join('\n');
  };
  const stop = async (): Promise<void> => {
    await end(child);
    if (process.env['AKRELAY_RECEIVER_LOG'] !== undefined) report(await log());
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await greeting(mx.address, child);
  } catch {
    const words = await log();
    await stop();
    throw new Error(`${receiver.server} (${receiver.configuration}) does not greet; it said:\n${words}`);
  }
  const stored = (words: readonly string[], bounced: readonly string[]): Promise<readonly string[]> =>
    storedIn(at('receiver/mail/new'), words, bounced);
  return { stored, folder: at('receiver'), stop };
}

const namesOnly = {
  '/etc/resolv.conf': 'nameserver 127.0.0.53\noptions timeout:1 attempts:1\n',
  '/etc/hosts': `127.0.0.1 localhost\n${mx.address} ${mx.name} mx\n${inner.address} ${inner.name} inner\n`,
  '/etc/hostname': `${mx.name}\n`,
  '/etc/mailname': `${mx.name}\n`,
  '/etc/nsswitch.conf':
    'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nnetworks: files\nprotocols: files\nservices: files\n',
};

/** For what must come it waits long; for what may have bounced as long as others are still coming. */
const patience = { mustMs: 40_000, mayMs: 5_000 };

async function storedIn(
  folder: string,
  words: readonly string[],
  bounced: readonly string[],
): Promise<readonly string[]> {
  const texts = new Map<string, string>();
  const missing = (wanted: readonly string[]): boolean =>
    wanted.some((word) => ![...texts.values()].some((text) => text.includes(word)));
  const begin = Date.now();
  for (let last = begin; ; await pause(50)) {
    for (const name of (await readdir(folder)).filter((one) => !texts.has(one))) {
      const text = await readFile(path.join(folder, name), 'latin1');
      // A message that is still being written has no last line yet.
      if (!/\nthe end\s*$/.test(text)) continue;
      texts.set(name, text);
      last = Date.now();
    }
    const waits = missing(words) ? Date.now() - begin < patience.mustMs : Date.now() - last < patience.mayMs;
    if (!waits || !missing([...words, ...bounced])) return [...texts.values()];
  }
}

async function greeting(address: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 1_200 && child.exitCode === null; tries++) {
    if (await greets(address)) return;
    await pause(50);
  }
  throw new Error('no greeting');
}

function greets(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(25, address);
    socket.setTimeout(5_000, () => socket.destroy());
    socket.on('data', () => socket.end('QUIT\r\n')).on('error', () => undefined);
    socket.on('close', () => resolve(socket.bytesRead > 0));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'exit');
  child.kill('SIGKILL');
  await closed;
}
