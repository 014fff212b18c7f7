import { mx } from '../network.js';
import type { Receiver } from '../receiver.js';
import { certificate, store } from './parts.js';

const mc = `divert(0)dnl
OSTYPE(\`debian')dnl
DOMAIN(\`debian-mta')dnl
define(\`confDOMAIN_NAME', \`${mx.name}')dnl
define(\`confTO_IDENT', \`3s')dnl
define(\`confSERVER_CERT', \`/receiver/cert.pem')dnl
define(\`confSERVER_KEY', \`/receiver/key.pem')dnl
define(\`confCACERT', \`/receiver/cert.pem')dnl
define(\`confCACERT_PATH', \`/receiver')dnl
define(\`confALLOW_BOGUS_HELO', \`True')dnl
define(\`confDONT_BLAME_SENDMAIL', \`GroupReadableKeyFile')dnl
FEATURE(\`accept_unresolvable_domains')dnl
FEATURE(\`accept_unqualified_senders')dnl
undefine(\`UUCP_RELAY')dnl
DAEMON_OPTIONS(\`Name=MTA-v4, Family=inet, Addr=${mx.address}, Port=smtp')dnl
DAEMON_OPTIONS(\`Name=MTA-v6, Family=inet6, Addr=IPv6:${mx.address6}, Port=smtp')dnl
MAILER(\`local')dnl
MAILER(\`smtp')dnl
LOCAL_CONFIG
LOCAL_RULE_0
R$+ < @ corp.example $* > $*	$#store $@ x $: $1 < @ corp.example >
MAILER_DEFINITIONS
Mstore, P=/receiver/store, F=lsDFMqn9, S=EnvFromL/HdrFromL, R=EnvToL/HdrToL, U=nobody:nogroup, T=DNS/RFC822/X-Unix, A=store $u
`;

export const sendmails: readonly Receiver[] = [
  {
    server: 'sendmail',
    configuration: 'ident asked',
    packages: ['sendmail/sendmail-bin'],
    files: {
      '/receiver/sendmail.mc': mc,
      '/receiver/store': store,
      '/etc/mail/access': 'To:corp.example RELAY\n',
      '/etc/mail/relay-domains': 'corp.example\n',
    },
    start: `cd /receiver
${certificate}
chmod 600 key.pem
chmod 755 store
m4 -D_CF_DIR_=/usr/share/sendmail/cf/ /usr/share/sendmail/cf/m4/cf.m4 sendmail.mc > /etc/mail/sendmail.cf
mkdir -p /var/lib/sendmail/host_status /run/sendmail/mta /var/spool/mqueue
/usr/libexec/sendmail/sendmail -bD -q1h -C /etc/mail/sendmail.cf > /receiver/logs/sendmail 2>&1 &`,
    receivers: [mx.name],
    reverseNames: 'checked',
    inferred: 'confirmed',
    abilities: ['tls', 'client-certificate', 'ipv6', 'ident'],
  },
];
