import { inner, mx } from '../network.js';
import type { Receiver } from '../receiver.js';

/** Debian's own master.cf, with the service of port 25 left out. */
const master = `postlog unix-dgram n - n - 1 postlogd
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

const main = `compatibility_level = 3.6
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
function settings(text: string): string {
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

interface Shape {
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

function behindProxy(word: string, smtpd: string): Pick<Shape, 'main' | 'smtpd' | 'port' | 'files' | 'after'> {
  return {
    main: 'mynetworks =\n',
    port: '127.0.0.1:2525',
    smtpd,
    files: {
      '/etc/haproxy/haproxy.cfg': `defaults
  mode tcp
  timeout connect 5s
  timeout client 60s
  timeout server 60s
listen smtp
  bind ${mx.address}:25
  bind ${mx.address6}:25
  server postfix 127.0.0.1:2525 ${word}
`,
    },
    after: 'haproxy -D -f /etc/haproxy/haproxy.cfg > /receiver/logs/haproxy 2>&1',
  };
}

/** Postfix and a program behind it on the same host. */
function withProgram(shape: Shape): Receiver {
  return { ...postfix(shape), inferred: 'perhaps' };
}

function postfix({
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

/** A second instance on another address, with the same services. */
const innerInstance = (name: string, address: string, port: string): Record<string, string> => ({
  '/etc/postfix-inner/main.cf': settings(`${main}
myhostname = ${name}
queue_directory = /var/spool/postfix-inner
data_directory = /var/lib/postfix-inner
multi_instance_name = postfix-inner
multi_instance_enable = yes
inet_interfaces = ${address}
smtpd_tls_chain_files =
smtpd_tls_security_level = none
maillog_file = /receiver/logs/inner
virtual_mailbox_domains = corp.example, store.example
`),
  '/etc/postfix-inner/master.cf': `${port} inet n - n - - smtpd\n${master}`,
});

const startInner = `mkdir -p /var/spool/postfix-inner /var/lib/postfix-inner
chown postfix /var/lib/postfix-inner
cp /etc/postfix/dynamicmaps.cf /etc/postfix-inner/
postfix -c /etc/postfix-inner start`;

const toInner = `virtual_mailbox_domains =
relay_domains = corp.example
relay_transport = smtp:[${inner.address}]
smtp_bind_address = ${mx.address}
`;

/** Hands the message on by another program, which is a transport of Postfix's. */
const byProgram = (command: string): { readonly main: string; readonly services: string } => ({
  main: 'virtual_mailbox_domains =\nrelay_domains = corp.example\nrelay_transport = hand-on\nhand-on_destination_recipient_limit = 1\n',
  services: `hand-on unix - n n - 10 pipe flags=q user=mail argv=${command}\n`,
});

const reentry = (port: number, more = ''): string =>
  `127.0.0.1:${port} inet n - n - - smtpd -o content_filter= -o smtpd_proxy_filter= -o smtpd_authorized_xforward_hosts=127.0.0.0/8 -o smtpd_tls_security_level=none -o receive_override_options=no_unknown_recipient_checks ${more}\n`;

const amavis = {
  packages: ['amavis/postfix', 'amavis/amavisd-new'],
  files: {
    '/etc/amavis/conf.d/50-user': `use strict;
$myhostname = '${mx.name}';
$mydomain = 'corp.example';
@bypass_virus_checks_maps = (1);
@bypass_spam_checks_maps = (1);
$forward_method = 'smtp:[127.0.0.1]:10025';
$notify_method = $forward_method;
$final_bad_header_destiny = D_PASS;
$final_banned_destiny = D_PASS;
$max_servers = 4;
$log_level = 1;
$do_syslog = 0;
$LOGFILE = '/receiver/logs/amavis';
1;
`,
  },
  before: `mkdir -p /run/amavis && chown amavis /run/amavis && amavisd start`,
};

const dovecot = {
  '/etc/dovecot/dovecot.conf': `protocols = imap lmtp
listen = ${mx.address}
log_path = /receiver/logs/dovecot
ssl = no
disable_plaintext_auth = no
mail_location = maildir:/receiver/mail
first_valid_uid = 1
auth_username_chars =
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=/receiver/home allow_all_users=yes
}
protocol lmtp {
  postmaster_address = postmaster@corp.example
}
service lmtp {
  unix_listener /var/spool/postfix/private/dovecot-lmtp {
    mode = 0666
  }
}
`,
};

export const postfixes: readonly Receiver[] = [
  postfix({ configuration: 'plain' }),
  postfix({
    configuration: 'with rspamd as milter',
    packages: ['rspamd/postfix', 'rspamd/rspamd'],
    main: 'smtpd_milters = inet:127.0.0.1:11332\nmilter_protocol = 6\nmilter_default_action = tempfail\n',
    files: {
      '/etc/rspamd/local.d/worker-proxy.inc':
        'bind_socket = "127.0.0.1:11332";\nmilter = yes;\ntimeout = 20s;\nupstream "local" {\n  default = yes;\n  self_scan = yes;\n}\n',
      '/etc/rspamd/local.d/actions.conf': 'reject = 9999;\nadd_header = 9998;\ngreylist = 9997;\n',
      '/etc/rspamd/local.d/greylist.conf': 'enabled = false;\n',
      '/etc/rspamd/local.d/options.inc': 'dns { timeout = 0.1s; retransmits = 1; }\n',
      '/etc/rspamd/local.d/worker-normal.inc': 'enabled = false;\n',
      '/etc/rspamd/local.d/logging.inc': 'type = "file";\nfilename = "/receiver/logs/rspamd";\n',
    },
    before:
      'mkdir -p /run/rspamd && chown _rspamd /run/rspamd\nrspamd -u _rspamd -g _rspamd\nfor i in $(seq 100); do ss -ltn | grep -q :11332 && break; sleep 0.1; done',
  }),
  withProgram({
    configuration: 'with amavis as content filter',
    ...amavis,
    main: 'content_filter = amavis:[127.0.0.1]:10024\n',
    services: `amavis unix - - n - 4 smtp\n${reentry(10025)}`,
  }),
  withProgram({
    configuration: 'with amavis as content filter that is told the client (XFORWARD)',
    ...amavis,
    main: 'content_filter = amavis:[127.0.0.1]:10024\n',
    services: `amavis unix - - n - 4 smtp -o smtp_send_xforward_command=yes\n${reentry(10025)}`,
  }),
  withProgram({
    configuration: 'with amavis before the queue',
    ...amavis,
    smtpd: '-o smtpd_proxy_filter=127.0.0.1:10024',
    services: reentry(10025),
  }),
  withProgram({
    configuration: 'with a content filter by pipe',
    smtpd: '-o content_filter=filter:dummy',
    services: `filter unix - n n - 10 pipe flags=Rq user=nobody argv=/usr/sbin/sendmail -G -i -f \${sender} -- \${recipient}\n`,
  }),
  withProgram({
    configuration: 'with an alias that sends on',
    main: 'virtual_mailbox_domains = store.example\nmydestination = corp.example\nlocal_recipient_maps =\nluser_relay = qa@store.example\n',
  }),
  postfix({
    configuration: 'with Dovecot LMTP',
    packages: ['postfix/postfix', 'postfix/dovecot-lmtpd'],
    main: 'virtual_transport = lmtp:unix:private/dovecot-lmtp\n',
    files: dovecot,
    after: 'dovecot',
  }),
  {
    ...postfix({
      configuration: 'two instances, border and inner',
      main: toInner,
      files: innerInstance(inner.name, inner.address, 'smtp'),
      before: startInner,
    }),
    receivers: [mx.name, inner.name],
    inferred: 'no',
  },
  {
    ...postfix({
      configuration: 'dma hands on to an inner Postfix',
      packages: ['postfix/postfix', 'postfix/dma'],
      ...byProgram(`/opt/dma/usr/sbin/dma -f \${sender} \${recipient}`),
      files: {
        ...innerInstance(inner.name, inner.address, 'smtp'),
        '/etc/dma/dma.conf': `SMARTHOST ${inner.address}\nPORT 25\nMAILNAME ${mx.name}\n`,
      },
      before: `mkdir -p /var/spool/dma && chown mail:mail /var/spool/dma && chmod 2775 /var/spool/dma\n${startInner}`,
    }),
    receivers: [mx.name, inner.name],
    inferred: 'no',
  },
  {
    ...postfix({
      configuration: 'nullmailer hands on to an inner Postfix',
      packages: ['postfix/postfix', 'postfix/nullmailer'],
      ...byProgram(`/receiver/nullmailer \${sender} \${recipient}`),
      files: {
        ...innerInstance(inner.name, inner.address, 'smtp'),
        '/receiver/nullmailer':
          '#!/bin/sh\n( echo "$1"; echo "$2"; echo; cat ) | /opt/nullmailer/usr/sbin/nullmailer-queue\n',
        '/etc/nullmailer/remotes': `${inner.address} smtp\n`,
        '/etc/nullmailer/me': `${mx.name}\n`,
        '/etc/nullmailer/pausetime': '1\n',
      },
      before: `chmod 755 /receiver/nullmailer
cp -r /opt/nullmailer/usr/lib/nullmailer /usr/lib/ && cp /opt/nullmailer/usr/sbin/* /usr/sbin/ 2> /dev/null || true
mkdir -p /var/spool/nullmailer/queue /var/spool/nullmailer/tmp /var/spool/nullmailer/failed
mkfifo /var/spool/nullmailer/trigger; chown -R mail:mail /var/spool/nullmailer
${startInner}
setpriv --reuid mail --regid mail --clear-groups nullmailer-send > /receiver/logs/nullmailer 2>&1 &`,
    }),
    receivers: [mx.name, inner.name],
    inferred: 'no',
  },
  {
    ...postfix({
      configuration: 'sSMTP hands on to an inner Postfix',
      packages: ['postfix/postfix', 'postfix/ssmtp'],
      ...byProgram(`/opt/ssmtp/usr/sbin/ssmtp -f\${sender} \${recipient}`),
      files: {
        ...innerInstance(inner.name, inner.address, 'smtp'),
        '/etc/ssmtp/ssmtp.conf': `mailhub=${inner.address}\nhostname=${mx.name}\nFromLineOverride=YES\n`,
      },
      before: `chmod 755 /etc/ssmtp\n${startInner}`,
    }),
    receivers: [mx.name, inner.name],
    inferred: 'no',
  },
  {
    ...postfix({
      configuration: 'behind haproxy that sends a PROXY header',
      packages: ['postfix/postfix', 'postfix/haproxy'],
      ...behindProxy('send-proxy', '-o smtpd_upstream_proxy_protocol=haproxy'),
    }),
  },
  {
    ...postfix({
      configuration: 'behind haproxy that hides the client',
      packages: ['postfix/postfix', 'postfix/haproxy'],
      ...behindProxy('', ''),
    }),
    hidesClient: true,
  },
];
