import type { Slot } from '../../deliveries.js';
import { mx } from '../../network.js';
import type { Receiver } from '../../receiver.js';

/** Debian's own master.cf, with the service of port 25 left out. */
export const master = `postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
`;

export const main = `compatibility_level = 3.6
maillog_file = /receiver/logs/mail
maillog_file_prefixes = /receiver
myhostname = ${mx.name}
mydestination =
inet_interfaces = 127.0.0.1, ${mx.address}, ${mx.address6}
inet_protocols = all
alias_maps =
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = corp.example
virtual_mailbox_base = /receiver
virtual_mailbox_maps = static:mail/
virtual_minimum_uid = 1
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_tls_chain_files = /receiver/key.pem, /receiver/cert.pem
smtpd_tls_security_level = may
smtpd_tls_received_header = yes
smtpd_tls_ask_ccert = yes
smtpd_peername_lookup = yes
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
alternate_config_directories = /etc/postfix-inner
`;

/** Of several settings of one name the last: Postfix would warn of it in every process. */
export function settings(text: string): string {
  const pairs = text
    .split('\n')
    .filter(Boolean)
    .map((line) => [line.split(' =')[0], line] as const);
  return [...new Map(pairs).values(), ''].join('\n');
}

const certificate = `cd /receiver
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=${mx.name} -keyout key.pem -out cert.pem 2> /dev/null`;
const begin = `${certificate}
postfix start`;

export interface Shape {
  readonly configuration: string;
  readonly packages?: readonly string[];
  readonly main?: string;
  readonly smtpd?: string;
  readonly port?: string;
  readonly services?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly before?: string;
  readonly after?: string;
}

/** The border line is plain Postfix's; what the others print of a client is its paths, and amavis its EHLO word. */
export const behind: readonly Slot[] = ['client', 'path', 'header'];

/** Postfix and a program behind it on the same host. */
export function withProgram(shape: Shape): Receiver {
  return { ...postfix(shape), inferred: 'perhaps', slots: behind };
}

export function postfix({
  configuration,
  packages = [],
  main: more = '',
  smtpd = '',
  port = 'smtp',
  services = '',
  files = {},
  ...rest
}: Shape): Receiver {
  return {
    server: 'Postfix',
    configuration,
    packages: packages.length === 0 ? ['postfix/postfix'] : packages,
    files: {
      '/etc/postfix/main.cf': settings(main + more),
      '/etc/postfix/master.cf': `${port} inet n - n - - smtpd ${smtpd}\n${master}${services}`,
      ...files,
    },
    start: `${rest.before ?? ''}\n${begin}\n${rest.after ?? ''}`,
    receivers: [mx.name],
    reverseNames: 'checked',
    inferred: 'confirmed',
    abilities: ['tls', 'client-certificate', 'ipv6'],
  };
}
