import { chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hostName, type MailServer, maildir, type ServerOptions } from './mail-server.js';
import { beside, freePorts, idsOf, startDaemon, writeFor } from './process.js';

const user = 'Debian-exim';
const binary = `${beside}/usr/sbin/exim4`;

/** Exim: it changes to its own user before it talks to anyone, and delivers as that user. */
export async function startExim({ folder, authority, login, nameServer }: ServerOptions): Promise<MailServer> {
  const [submission = 0, clearText = 0, receiver = 0] = await freePorts(3);
  const at = (...parts: string[]): string => path.join(folder, ...parts);
  const { uid, gid } = await idsOf(user);
  for (const name of ['spool', 'log']) await mkdir(at(name), { recursive: true });
  await maildir(at('store'));
  for (const name of ['spool', 'log', 'store', 'store/new', 'store/cur', 'store/tmp']) await chown(at(name), uid, gid);
  const { certPem, keyPem } = await authority.issue({ names: [hostName, 'localhost', '127.0.0.1'] });
  await writeFor(user, at('cert.pem'), certPem);
  await writeFor(user, at('key.pem'), keyPem);
  await writeFile(at('exim.conf'), conf(folder, { submission, clearText, receiver }, login), { mode: 0o600 });
  await chown(at('exim.conf'), 0, gid);
  await writeFile(at('resolv.conf'), `nameserver ${nameServer}\n`);
  const daemon = await startDaemon(
    [binary, '-C', at('exim.conf'), '-bdf', '-q1h'],
    [submission, clearText, receiver],
    at('resolv.conf'),
  );
  return {
    ports: { submission, clearText, open: undefined, receiver },
    auth: ['login', 'plain', 'cram-md5'],
    mailbox: at('store', 'new'),
    log: () => readFile(at('log', 'mainlog'), 'utf8').catch(daemon.log),
    stop: daemon.stop,
  };
}

function conf(
  folder: string,
  ports: { readonly submission: number; readonly clearText: number; readonly receiver: number },
  { username, password }: ServerOptions['login'],
): string {
  const onPort = (port: number): string => `eq{$received_port}{${port}}`;
  return `primary_hostname = ${hostName}
exim_user = ${user}
exim_path = ${binary}
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
pid_file_path = ${folder}/exim.pid
local_interfaces = <; 127.0.0.1.${ports.submission} ; 127.0.0.1.${ports.clearText} ; 127.0.0.1.${ports.receiver}
deliver_drop_privilege
disable_ipv6
keep_environment =
host_lookup = *
rfc1413_hosts =
hosts_proxy = \${if ${onPort(ports.receiver)}{*}{}}
tls_advertise_hosts = \${if ${onPort(ports.clearText)}{}{*}}
tls_certificate = ${folder}/cert.pem
tls_privatekey = ${folder}/key.pem
auth_advertise_hosts = \${if or{{${onPort(ports.clearText)}}{and{{${onPort(ports.submission)}}{def:tls_in_cipher}}}}{*}{}}
acl_smtp_rcpt = recipients
acl_smtp_data = accept

begin acl
recipients:
  require message = 530 5.7.0 Authentication required
          condition = \${if or{{${onPort(ports.receiver)}}{def:authenticated_id}}}
  deny    message = relay not permitted
          !domains = example.net
  deny    message = Unknown user
          !local_parts = qa : qb
  accept

begin routers
store:
  driver = accept
  transport = store

begin transports
store:
  driver = appendfile
  directory = ${folder}/store
  maildir_format
  user = ${user}

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{$auth2}{${username}}}{eq{$auth3}{${password}}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = \${if and{{eq{$auth1}{${username}}}{eq{$auth2}{${password}}}}}
  server_set_id = $auth1
cram:
  driver = cram_md5
  public_name = CRAM-MD5
  server_secret = \${if eq{$auth1}{${username}}{${password}}fail}
  server_set_id = $auth1
`;
}
