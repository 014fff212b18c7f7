import { execFileSync } from 'node:child_process';
import { chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hostName, type MailServer, maildir, type ServerOptions } from './mail-server.js';
import { freePorts, idsOf, startDaemon, writeFor } from './process.js';

/** Postfix with Cyrus SASL: its master process wants root, all that meets the network runs as `postfix`. */
export async function startPostfix({ folder, authority, login, nameServer }: ServerOptions): Promise<MailServer> {
  const [submission = 0, clearText = 0, receiver = 0] = await freePorts(3);
  const at = (...parts: string[]): string => path.join(folder, ...parts);
  const { uid, gid } = await idsOf('postfix');
  for (const name of ['etc/sasl', 'queue', 'data', 'log']) await mkdir(at(name), { recursive: true });
  await maildir(at('store', 'qa'));
  for (const name of ['data', 'store', 'store/qa', 'store/qa/new', 'store/qa/cur', 'store/qa/tmp'])
    await chown(at(name), uid, gid);
  const { certPem, keyPem } = await authority.issue({ names: [hostName, 'localhost', '127.0.0.1'] });
  await writeFor('root', at('etc', 'chain.pem'), keyPem + certPem);
  await writeFile(at('etc', 'main.cf'), mainCf(folder, { uid, gid }));
  await writeFile(at('etc', 'master.cf'), masterCf({ submission, clearText, receiver }));
  await writeFile(at('etc', 'sasl', 'smtpd.conf'), saslConf(at('sasldb2')));
  execFileSync('saslpasswd2', ['-p', '-c', '-u', hostName, '-f', at('sasldb2'), login.username], {
    input: login.password,
  });
  await chown(at('sasldb2'), uid, gid);
  await writeFile(at('resolv.conf'), `nameserver ${nameServer}\n`);
  const daemon = await startDaemon(
    ['postfix', '-c', at('etc'), 'start-fg'],
    [submission, clearText, receiver],
    at('resolv.conf'),
  );
  return {
    ports: { submission, clearText, open: undefined, receiver },
    auth: ['login', 'plain', 'cram-md5'],
    mailbox: at('store', 'qa', 'new'),
    log: () => readFile(at('log', 'mail.log'), 'utf8').catch(daemon.log),
    stop: async () => {
      // `start-fg` leaves its master behind when it is ended itself.
      execFileSync('postfix', ['-c', at('etc'), 'stop'], { stdio: 'ignore' });
      await daemon.stop();
    },
  };
}

function mainCf(folder: string, { uid, gid }: { readonly uid: number; readonly gid: number }): string {
  return `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
meta_directory = /etc/postfix
shlib_directory = /usr/lib/postfix
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${folder}/log/mail.log
maillog_file_prefixes = ${folder}
myhostname = ${hostName}
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtputf8_enable = yes
alias_maps =
alias_database =
virtual_mailbox_domains = example.net
virtual_mailbox_base = ${folder}/store
virtual_mailbox_maps = inline:{ qa@example.net=qa/, qb@example.net=qa/ }
virtual_minimum_uid = 1
virtual_uid_maps = static:${uid}
virtual_gid_maps = static:${gid}
smtpd_tls_chain_files = ${folder}/etc/chain.pem
smtpd_tls_security_level = may
smtpd_tls_received_header = yes
cyrus_sasl_config_path = ${folder}/etc/sasl
smtpd_sasl_local_domain = ${hostName}
smtpd_client_restrictions =
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
`;
}

function masterCf(ports: {
  readonly submission: number;
  readonly clearText: number;
  readonly receiver: number;
}): string {
  const login = '-o smtpd_sasl_auth_enable=yes -o { smtpd_client_restrictions = permit_sasl_authenticated, reject }';
  const own = (name: string, command: string): string => `${name} unix - - n - - ${command}`;
  return [
    `127.0.0.1:${ports.submission} inet n - n - - smtpd -o smtpd_tls_auth_only=yes ${login}`,
    `127.0.0.1:${ports.clearText} inet n - n - - smtpd -o smtpd_tls_security_level=none ${login}`,
    `127.0.0.1:${ports.receiver} inet n - n - - smtpd -o smtpd_upstream_proxy_protocol=haproxy`,
    'qmgr unix n - n 300 1 qmgr',
    'postlog unix-dgram n - n - 1 postlogd',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'proxymap unix - - n - - proxymap',
    'virtual unix - n n - - virtual',
    'cleanup unix n - n - 0 cleanup',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'verify unix - - n - 1 verify',
    own('error', 'error'),
    own('retry', 'error'),
    own('discard', 'discard'),
    own('smtp', 'smtp'),
    own('relay', 'smtp'),
    '',
  ].join('\n');
}

function saslConf(database: string): string {
  return [
    'pwcheck_method: auxprop',
    'auxprop_plugin: sasldb',
    `sasldb_path: ${database}`,
    'mech_list: PLAIN LOGIN CRAM-MD5',
    '',
  ].join('\n');
}
