import { mx } from '../network.js';
import type { Receiver } from '../receiver.js';
import { certificate } from './parts.js';

/** Exim's own text (spec.txt, `received_header_text`), the version left out as administrators do who want to hide it. */
const withoutVersion = String.raw`received_header_text = Received: \
  \${if def:sender_rcvhost {from $sender_rcvhost\n\t}\
  {\${if def:sender_ident {from \${quote_local_part:$sender_ident} }}\
  \${if def:sender_helo_name {(helo=$sender_helo_name)\n\t}}}}\
  by $primary_hostname \
  \${if def:received_protocol {with $received_protocol }}\
  (Exim)\n\t\
  \${if def:sender_address {(envelope-from <$sender_address>)\n\t}}\
  id $message_exim_id\
  \${if def:received_for {\n\tfor $received_for}}
`.replaceAll('\\$', '$');

function exim(
  configuration: string,
  main: string,
  rest: Partial<Receiver> & { readonly routers?: string; readonly transports?: string } = {},
): Receiver {
  const { routers = '', transports = '', ...more } = rest;
  return {
    server: 'Exim',
    configuration,
    packages: ['exim/exim4-daemon-heavy'],
    files: {
      '/etc/exim4/exim4.conf': `primary_hostname = ${mx.name}
qualify_domain = corp.example
spool_directory = /var/spool/exim4
log_file_path = /receiver/logs/%s
tls_advertise_hosts = *
tls_certificate = /receiver/cert.pem
tls_privatekey = /receiver/key.pem
tls_try_verify_hosts = *
keep_environment =
trusted_users = Debian-exim
acl_smtp_rcpt = accept
acl_smtp_data = accept
${main}
begin acl
accept:
  accept
begin routers
${routers}
store:
  driver = accept
  transport = store
begin transports
${transports}
store:
  driver = appendfile
  directory = /receiver/mail
  maildir_format
  user = nobody
  envelope_to_add
  return_path_add
`,
    },
    start: `cd /receiver
${certificate}
chown Debian-exim key.pem cert.pem
chown root:Debian-exim /etc/exim4/exim4.conf
chmod 640 /etc/exim4/exim4.conf
/usr/sbin/exim4 -bd -q1h`,
    receivers: [mx.name],
    reverseNames: 'checked',
    inferred: 'confirmed',
    abilities: ['tls', 'client-certificate', 'ipv6'],
    ...more,
  };
}

export const exims: readonly Receiver[] = [
  exim('as shipped', 'host_lookup = *'),
  exim(
    'ident asked, any EHLO word',
    'host_lookup = *\nrfc1413_hosts = *\nrfc1413_query_timeout = 3s\nhelo_accept_junk_hosts = *\nhelo_allow_chars = _',
    {
      abilities: ['tls', 'client-certificate', 'ipv6', 'ident'],
    },
  ),
  exim(
    'no version, no reverse names, any EHLO word',
    `helo_accept_junk_hosts = *\nsmtputf8_advertise_hosts =\n${withoutVersion}`,
    { reverseNames: 'not-shown' },
  ),
  exim('with a scanner that hands back (spam-scanned)', 'host_lookup = *', {
    inferred: 'perhaps',
    slots: ['client', 'path', 'header'],
    routers: `scan:
  driver = accept
  condition = \${if !eq{$received_protocol}{spam-scanned}}
  transport = scan
`,
    transports: `scan:
  driver = pipe
  command = /usr/sbin/exim4 -oMr spam-scanned -bS
  use_bsmtp
  transport_filter = /bin/cat
  home_directory = /tmp
  current_directory = /tmp
  user = Debian-exim
  group = Debian-exim
  log_output
  return_fail_output
  message_prefix =
  message_suffix =
`,
  }),
];
