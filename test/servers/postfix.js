import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort, listening, writeCertificates } from './common.js';

/** Starts Postfix in a folder of its own; `missing` says why it cannot. */
export async function startPostfix({ user, password }) {
  const reason = whyNot();
  if (reason !== undefined) return { kind: 'missing', reason };
  // Not below the user's temporary folder: Postfix's own user must be able to walk there.
  const folder = mkdtempSync('/var/tmp/akrelay-postfix-');
  chmodSync(folder, 0o755);
  const port = await freePort();
  writeCertificates(folder);
  writeAccounts(folder, user, password);
  writeConfig(folder, port);
  const master = spawn('/usr/lib/postfix/sbin/master', ['-c', folder, '-d'], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH, MAIL_CONFIG: folder },
  });
  await listening(port);
  const name = `Postfix ${spawnSync('postconf', ['-h', 'mail_version'], { encoding: 'utf8' }).stdout.trim()}`;
  return {
    kind: 'running',
    name,
    port,
    ca: path.join(folder, 'ca.pem'),
    auths: ['login', 'plain', 'cram-md5'],
    stop: async () => {
      master.kill();
      await once(master, 'exit');
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

function whyNot() {
  if (process.getuid?.() !== 0) return 'only root can start it';
  for (const file of ['/usr/lib/postfix/sbin/master', '/usr/sbin/saslpasswd2'])
    if (!existsSync(file)) return `${file} is missing: apt-get install postfix sasl2-bin libsasl2-modules`;
  return undefined;
}

function writeAccounts(folder, user, password) {
  const database = path.join(folder, 'sasldb2');
  const args = ['-p', '-c', '-f', database, '-u', 'localhost', user];
  const { status, stderr } = spawnSync('saslpasswd2', args, { input: password, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  chmodSync(database, 0o644);
  mkdirSync(path.join(folder, 'sasl'));
  const lines = [
    'pwcheck_method: auxprop',
    'auxprop_plugin: sasldb',
    `sasldb_path: ${database}`,
    'mech_list: LOGIN PLAIN CRAM-MD5',
  ];
  writeFileSync(path.join(folder, 'sasl', 'smtpd.conf'), `${lines.join('\n')}\n`);
}

function writeConfig(folder, port) {
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(spawnSync('id', [flag, 'postfix'], { encoding: 'utf8' }).stdout),
  );
  for (const name of ['queue', 'data']) mkdirSync(path.join(folder, name));
  chownSync(path.join(folder, 'data'), uid, gid);
  const settings = {
    compatibility_level: '3.6',
    queue_directory: `${folder}/queue`,
    data_directory: `${folder}/data`,
    myhostname: 'localhost',
    mydestination: '',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    mynetworks: '192.0.2.1/32',
    maillog_file: '',
    virtual_mailbox_domains: 'akrelay.test',
    virtual_mailbox_maps: 'inline:{qa@akrelay.test=qa, a@akrelay.test=a}',
    virtual_transport: 'discard:',
    smtpd_tls_security_level: 'may',
    smtpd_tls_auth_only: 'yes',
    smtpd_tls_cert_file: `${folder}/leaf.pem`,
    smtpd_tls_key_file: `${folder}/leaf.key`,
    smtpd_sasl_auth_enable: 'yes',
    smtpd_sasl_type: 'cyrus',
    smtpd_sasl_path: 'smtpd',
    cyrus_sasl_config_path: `${folder}/sasl`,
    smtpd_sasl_local_domain: 'localhost',
    smtpd_relay_restrictions: 'permit_sasl_authenticated, reject',
    smtpd_client_connection_count_limit: '0',
    smtpd_soft_error_limit: '100',
    smtpd_error_sleep_time: '0',
  };
  writeFileSync(
    path.join(folder, 'main.cf'),
    Object.entries(settings)
      .map(([key, value]) => `${key} = ${value}\n`)
      .join(''),
  );
  const services = [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    'pickup unix n - n 60 1 pickup',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'discard unix - - n - - discard',
    'anvil unix - - n - 1 anvil',
    'proxymap unix - - n - - proxymap',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
  writeFileSync(path.join(folder, 'master.cf'), `${services.join('\n')}\n`);
  for (const name of [
    'active',
    'bounce',
    'corrupt',
    'defer',
    'deferred',
    'flush',
    'hold',
    'incoming',
    'maildrop',
    'pid',
    'private',
    'public',
    'saved',
    'trace',
  ])
    mkdirSync(path.join(folder, 'queue', name));
  for (const name of readdirSync(path.join(folder, 'queue')))
    if (name !== 'pid') chownSync(path.join(folder, 'queue', name), uid, gid);
}
