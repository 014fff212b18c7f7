import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Authority } from '../../../src/world/lab/certificates.js';
import { freePorts, startDaemon } from '../servers/process.js';

export interface Dovecot {
  readonly ports: { readonly implicit: number; readonly starttls: number };
  /** Puts a message into a folder, as a delivery would. */
  readonly deliver: (folder: string, message: string | Uint8Array) => void;
  /** The names of the files of the inbox with their flags: `S` is a message that was read. */
  readonly inbox: () => Promise<readonly string[]>;
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

export const mailUser = { username: 'qa@example.net', password: 'm4ilbox-Passw0rd' };

/** Why Dovecot cannot be started here; undefined when it can. */
export function whyNoDovecot(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can start it';
  try {
    execFileSync('dovecot', ['--version'], { stdio: 'pipe' });
    return undefined;
  } catch {
    return 'it is not installed: test/wide/install-servers.sh';
  }
}

/** Debian's Dovecot on ports of 127.0.0.1, with one account whose folders are `INBOX`, `Спам` (\Junk) and `Archive`. */
export async function startDovecot(folder: string, authority: Authority): Promise<Dovecot> {
  const [implicit = 0, starttls = 0] = await freePorts(2);
  const at = (...parts: string[]): string => path.join(folder, ...parts);
  await chmod(folder, 0o755);
  for (const name of ['run', 'store']) await mkdir(at(name), { recursive: true });
  execFileSync('chown', ['mail:mail', at('store')]);
  const { certPem, keyPem } = await authority.issue({ names: ['localhost', '127.0.0.1'] });
  await writeFile(at('cert.pem'), certPem);
  await writeFile(at('key.pem'), keyPem, { mode: 0o600 });
  await writeFile(at('users'), `${mailUser.username}:{PLAIN}${mailUser.password}\n`, { mode: 0o600 });
  execFileSync('chown', ['dovecot', at('users')]);
  await writeFile(at('dovecot.conf'), configFor({ folder, implicit, starttls }));
  const daemon = await startDaemon(
    ['dovecot', '-F', '-c', at('dovecot.conf')],
    [implicit, starttls],
    '/etc/resolv.conf',
  );
  const as = (command: string, ...words: string[]): string[] => [
    '-c',
    at('dovecot.conf'),
    command,
    '-u',
    mailUser.username,
    ...words,
  ];
  return {
    ports: { implicit, starttls },
    deliver: (name, message) =>
      void execFileSync('doveadm', as('save', '-m', name), { input: message, stdio: ['pipe', 'ignore', 'pipe'] }),
    inbox: async () =>
      (await Promise.all(['new', 'cur'].map((part) => readdir(at('store', 'qa', part)).catch(() => [])))).flat(),
    log: daemon.log,
    stop: daemon.stop,
  };
}

function configFor({ folder, implicit, starttls }: { folder: string; implicit: number; starttls: number }): string {
  return `base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
auth_mechanisms = plain login
disable_plaintext_auth = yes
first_valid_uid = 1
mail_location = maildir:${folder}/store/qa
mail_uid = mail
mail_gid = mail
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = static
  args = uid=mail gid=mail home=${folder}/store/qa
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Спам {
    auto = subscribe
    special_use = \\Junk
  }
  mailbox Archive {
    auto = subscribe
  }
}
service imap-login {
  inet_listener imap {
    port = ${starttls}
  }
  inet_listener imaps {
    port = ${implicit}
    ssl = yes
  }
}
`;
}
