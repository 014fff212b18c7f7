import { execFileSync } from 'node:child_process';
import { startExim } from './exim.js';
import type { MailServer, ServerOptions } from './mail-server.js';
import { startOpenSmtpd } from './opensmtpd.js';
import { startPostfix } from './postfix.js';

export interface InstalledServer {
  readonly name: 'Postfix' | 'Exim' | 'OpenSMTPD';
  readonly version: string;
  /** Whether its TLS works as packaged. */
  readonly tls: 'works' | 'broken';
  /** Whether the reverse names in its Received lines lead back to the address. */
  readonly reverseNames: 'confirmed' | 'as-looked-up';
  readonly start: (options: ServerOptions) => Promise<MailServer>;
}

const starts: Readonly<Record<string, Omit<InstalledServer, 'version' | 'tls'>>> = {
  postfix: { name: 'Postfix', reverseNames: 'confirmed', start: startPostfix },
  exim: { name: 'Exim', reverseNames: 'confirmed', start: startExim },
  opensmtpd: { name: 'OpenSMTPD', reverseNames: 'as-looked-up', start: startOpenSmtpd },
};

/** The mail servers that this machine has and may start, and a line on each that cannot run. */
export function installedServers(): {
  readonly ready: readonly InstalledServer[];
  readonly missing: readonly string[];
} {
  const lines = execFileSync('test/wide/install-servers.sh', ['--list'], { encoding: 'utf8' }).trim().split('\n');
  const listed = lines.flatMap((line) => {
    const [id = '', version = ''] = line.split(': ');
    const server = starts[id];
    return server === undefined ? [] : [{ ...server, version, tls: tlsOf(id, version) }];
  });
  const obstacle = obstacleHere();
  const ready = obstacle === undefined ? listed.filter(({ version }) => version !== 'not installed') : [];
  const missing = listed.filter((server) => !ready.includes(server));
  return { ready, missing: missing.map(({ name, version }) => `${name}: not run, ${obstacle ?? version}`) };
}

/** OpenSMTPD 6.8 keeps its keys in a process of its own in a way that OpenSSL 3 ended: Debian 12 ships both. */
function tlsOf(id: string, version: string): InstalledServer['tls'] {
  return id === 'opensmtpd' && Number.parseInt(version, 10) < 7 ? 'broken' : 'works';
}

function obstacleHere(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can start it';
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'this machine does not allow a mount namespace';
  }
}
