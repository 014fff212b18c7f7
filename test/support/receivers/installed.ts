import { execFileSync } from 'node:child_process';
import type { Receiver } from './receiver.js';
import { chasquids } from './servers/chasquid.js';
import { couriers } from './servers/courier.js';
import { exims } from './servers/exim.js';
import { harakas } from './servers/haraka.js';
import { openSmtpds } from './servers/opensmtpd.js';
import { postfixesAlone } from './servers/postfix/alone.js';
import { postfixesWithAmavis } from './servers/postfix/amavis.js';
import { postfixesWithInner } from './servers/postfix/inner.js';
import { postfixesWithStores } from './servers/postfix/stores.js';
import { qpsmtpds } from './servers/qpsmtpd.js';
import { sendmails } from './servers/sendmail.js';

export interface InstalledReceiver extends Receiver {
  readonly title: string;
  /** Of each of its packages: `postfix 3.7.11-0+deb12u1`. */
  readonly versions: readonly string[];
}

const all: readonly Receiver[] = [
  ...postfixesAlone,
  ...postfixesWithAmavis,
  ...postfixesWithStores,
  ...postfixesWithInner,
  ...exims,
  ...sendmails,
  ...openSmtpds,
  ...harakas,
  ...couriers,
  ...qpsmtpds,
  ...chasquids,
];

/** Servers that one could miss here, and why they are not run. */
const notRun = [
  'smtp-server (npm): not run, it writes no Received line of its own; `akrelay demo` is built on it',
  'ZoneMTA (npm): not run, it wants MongoDB, which Debian 12 has no package of',
];

/** The receivers that can run here, and a line on each that cannot. */
export function installedReceivers(): {
  readonly ready: readonly InstalledReceiver[];
  readonly missing: readonly string[];
} {
  const versions = listedVersions();
  const only = process.env['AKRELAY_RECEIVER'];
  const found = all
    .filter(({ server, configuration }) => only === undefined || `${server}, ${configuration}`.includes(only))
    .map((receiver) => ({ receiver, obstacle: obstacleTo(receiver, versions) }));
  return {
    ready: found.filter(({ obstacle }) => obstacle === undefined).map(({ receiver }) => installed(receiver, versions)),
    missing: found
      .flatMap(({ receiver: { server, configuration }, obstacle }) =>
        obstacle === undefined ? [] : [`${server}, ${configuration}: not run, ${obstacle}`],
      )
      .concat(only === undefined ? notRun : []),
  };
}

/** One that is not of the lane: its packages with their versions, and why it cannot run here. */
export function installationOf(receiver: Receiver): {
  readonly versions: readonly string[];
  readonly obstacle: string | undefined;
} {
  const listed = listedVersions();
  return { versions: installed(receiver, listed).versions, obstacle: obstacleTo(receiver, listed) };
}

function listedVersions(): ReadonlyMap<string, string> {
  const listed = execFileSync('test/wide/install-receivers.sh', ['--list'], { encoding: 'utf8' }).trim().split('\n');
  return new Map(listed.map((line) => line.split(': ') as [string, string]));
}

function installed(receiver: Receiver, listed: ReadonlyMap<string, string>): InstalledReceiver {
  const versions = receiver.packages.map((one) => `${one.split('/').at(-1)} ${listed.get(one)}`);
  return { ...receiver, versions, title: `${receiver.server}, ${receiver.configuration} (${versions.join(', ')})` };
}

function obstacleTo({ packages }: Receiver, versions: ReadonlyMap<string, string>): string | undefined {
  if (process.env['AKRELAY_NO_NETWORK'] !== undefined) return 'this machine allows no network of its own (root, Linux)';
  const absent = packages.filter((one) => (versions.get(one) ?? 'not installed') === 'not installed');
  return absent.length === 0 ? undefined : `not installed: ${absent.join(', ')} (test/wide/install-receivers.sh)`;
}
