import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort, listening, writeCertificates } from './common.js';

/** The Debian binary, or the one that AKRELAY_EXIM names: the package can be unpacked beside Postfix, not installed with it. */
const binary = process.env.AKRELAY_EXIM ?? '/usr/sbin/exim4';

/** Starts Exim in a folder of its own; `missing` says why it cannot. */
export async function startExim({ user, password }) {
  const version = /^Exim version (\S+)/m.exec(spawnSync(binary, ['-bV'], { encoding: 'utf8' }).stdout ?? '')?.[1];
  if (version === undefined)
    return { kind: 'missing', reason: `${binary} does not run: see exim4-daemon-light, AKRELAY_EXIM` };
  const folder = mkdtempSync('/var/tmp/akrelay-exim-');
  const port = await freePort();
  writeCertificates(folder);
  mkdirSync(path.join(folder, 'spool'));
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(spawnSync('id', [flag, 'Debian-exim'], { encoding: 'utf8' }).stdout),
  );
  for (const name of ['.', ...readdirSync(folder)]) chownSync(path.join(folder, name), uid, gid);
  chmodSync(folder, 0o755);
  const config = path.join(folder, 'exim.conf');
  writeFileSync(config, configText({ folder, port, user, password }), { mode: 0o600 });
  const daemon = spawn(binary, ['-C', config, '-bdf', '-q1h'], { stdio: 'ignore' });
  await listening(port);
  return {
    kind: 'running',
    name: `Exim ${version}`,
    port,
    ca: path.join(folder, 'ca.pem'),
    auths: ['login', 'plain', 'cram-md5'],
    stop: async () => {
      daemon.kill();
      await once(daemon, 'exit');
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

function configText({ folder, port, user, password }) {
  return `primary_hostname = localhost
spool_directory = ${folder}/spool
log_file_path = ${folder}/%slog
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
domainlist local_domains = akrelay.test
tls_advertise_hosts = *
tls_certificate = ${folder}/leaf.pem
tls_privatekey = ${folder}/leaf.key
auth_advertise_hosts = \${if eq{$tls_in_cipher}{}{}{*}}
acl_smtp_rcpt = check
acl_smtp_data = accept
queue_only = true
smtp_accept_max_per_connection = 1000
begin acl
check:
  accept local_parts = qa : a
  deny message = 5.1.1 Unknown user
begin routers
all:
  driver = accept
  transport = hole
begin transports
hole:
  driver = appendfile
  file = /dev/null
  user = Debian-exim
begin authenticators
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = \${if and{{eq{$auth1}{${user}}}{eq{$auth2}{${password}}}}}
  server_set_id = $auth1
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{$auth2}{${user}}}{eq{$auth3}{${password}}}}}
  server_set_id = $auth2
cram:
  driver = cram_md5
  public_name = CRAM-MD5
  server_secret = \${if eq{$auth1}{${user}}{${password}}fail}
  server_set_id = $auth1
`;
}
