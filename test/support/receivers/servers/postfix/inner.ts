import { inner, mx } from '../../network.js';
import type { Receiver } from '../../receiver.js';
import { behind, main, master, postfix, settings } from './postfix.js';

/** A second instance on another address, with the same services. */
export const innerInstance = (name: string, address: string, port: string): Record<string, string> => ({
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

export const startInner = `mkdir -p /var/spool/postfix-inner /var/lib/postfix-inner
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
  services: `hand-on unix - n n - 10 pipe flags=q user=mail null_sender=bounces@corp.example argv=${command}\n`,
});

/** Two hosts of ours: the border, and an inner one behind it. */
export const postfixesWithInner: readonly Receiver[] = [
  {
    ...postfix({
      configuration: 'two instances, border and inner',
      main: toInner,
      files: innerInstance(inner.name, inner.address, 'smtp'),
      before: startInner,
    }),
    receivers: [mx.name, inner.name],
    inferred: 'no',
    slots: behind,
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
    slots: behind,
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
    slots: behind,
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
    slots: behind,
  },
];
