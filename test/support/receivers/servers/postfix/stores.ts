import { mx } from '../../network.js';
import type { Receiver } from '../../receiver.js';
import { innerInstance, startInner } from './inner.js';
import { withHost, withProgram } from './postfix.js';

const dovecot = (mailbox: string): Record<string, string> => ({
  '/etc/dovecot/dovecot.conf': `protocols = imap lmtp
listen = ${mx.address}
log_path = /receiver/logs/dovecot
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${mailbox}
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
});

const laptop = { name: 'laptop.corp.example', port: '127.0.0.1:2525' };

const cyrus = {
  '/etc/imapd.conf': `configdirectory: /var/lib/cyrus
proc_path: /run/cyrus/proc
mboxname_lockpath: /run/cyrus/lock
defaultpartition: default
partition-default: /var/spool/cyrus/mail
altnamespace: no
unixhierarchysep: no
hashimapspool: true
allowplaintext: yes
sasl_pwcheck_method: auxprop
admins: cyrus
servername: ${mx.name}
virtdomains: off
autocreate_post: yes
autocreate_quota: 0
lmtp_catchall_mailbox: qa
lmtpsocket: /run/cyrus/socket/lmtp
`,
  '/etc/cyrus.conf': `START {
  recover cmd="/usr/sbin/cyrus ctl_cyrusdb -r"
}
SERVICES {
  lmtpunix cmd="lmtpd" listen="/run/cyrus/socket/lmtp" prefork=2 maxchild=20
}
EVENTS {
  checkpoint cmd="/usr/sbin/cyrus ctl_cyrusdb -c" period=30
}
`,
};

/** Cyrus keeps a message as a file that ends in a dot. */
const copyOut = `while sleep 0.3; do
  find /var/spool/cyrus/mail -name '[0-9]*.' -newer /receiver/start -exec cp -n {} /receiver/mail/new/ ';'
done > /dev/null 2>&1 &`;

/** Postfix, and another program that stores the mail or fetches it from there. */
export const postfixesWithStores: readonly Receiver[] = [
  {
    ...withProgram({
      configuration: 'with Dovecot LMTP',
      packages: ['postfix/postfix', 'postfix/dovecot-lmtpd'],
      main: 'virtual_transport = lmtp:unix:private/dovecot-lmtp\n',
      files: dovecot('/receiver/mail'),
      after: 'dovecot',
    }),
    inferred: 'confirmed',
  },
  {
    ...withProgram({
      configuration: 'with Cyrus IMAP (LMTP)',
      packages: ['cyrus/postfix', 'cyrus/cyrus-imapd'],
      main: 'virtual_transport = lmtp:unix:/run/cyrus/socket/lmtp\n',
      files: cyrus,
      before: `mkdir -p /run/cyrus/socket /run/cyrus/proc /run/cyrus/lock
chown -R cyrus:mail /run/cyrus
chmod 755 /run/cyrus /run/cyrus/socket
/usr/sbin/cyrmaster > /receiver/logs/cyrus 2>&1 &
${copyOut}`,
    }),
    inferred: 'confirmed',
  },
  {
    ...withHost(laptop.name, {
      configuration: 'fetchmail fetches into another Postfix',
      packages: ['postfix/postfix', 'postfix/fetchmail', 'postfix/dovecot-imapd'],
      main: 'virtual_mailbox_maps = static:first/\n',
      files: {
        ...dovecot('/receiver/first'),
        ...innerInstance(laptop.name, '127.0.0.1', laptop.port),
        '/receiver/fetchmailrc': `poll ${mx.name} protocol IMAP auth password user qa password secret is qa here
  smtphost 127.0.0.1/2525 smtpaddress corp.example fetchall nokeep no sslcertck sslproto ''
`,
      },
      before: `hostname ${laptop.name}
mkdir -p first && chown nobody:nogroup first
chmod 600 fetchmailrc
${startInner}
dovecot`,
      after:
        'fetchmail -f /receiver/fetchmailrc --nodetach --daemon 1 --nosyslog --pidfile /run/fetchmail > /receiver/logs/fetchmail 2>&1 &',
    }),
    // A server that is named is not believed to fetch what it takes over loopback.
    receivers: [mx.name],
  },
  withHost(laptop.name, {
    configuration: 'getmail fetches into a Maildir',
    packages: ['postfix/postfix', 'postfix/getmail6', 'postfix/dovecot-imapd'],
    main: 'virtual_mailbox_maps = static:first/\n',
    files: {
      ...dovecot('/receiver/first'),
      '/receiver/getmail/getmailrc': `[retriever]
type = SimpleIMAPRetriever
server = ${mx.name}
username = qa
password = secret
[destination]
type = Maildir
path = /receiver/mail/
[options]
delete = true
verbose = 1
`,
    },
    before: `hostname ${laptop.name}
mkdir -p first mail/cur mail/tmp && chown -R nobody:nogroup first getmail && chmod 1777 mail/cur mail/tmp
dovecot`,
    after:
      'while sleep 0.5; do setpriv --reuid nobody --regid nogroup --clear-groups getmail --getmaildir=/receiver/getmail; done > /receiver/logs/getmail 2>&1 &',
  }),
];
