import { mx } from '../network.js';
import type { Receiver } from '../receiver.js';

export const qpsmtpds: readonly Receiver[] = [
  {
    server: 'qpsmtpd',
    configuration: 'plain',
    packages: ['qpsmtpd/qpsmtpd'],
    files: {
      '/etc/qpsmtpd/me': `${mx.name}\n`,
      '/etc/qpsmtpd/rcpthosts': 'corp.example\n',
      '/etc/qpsmtpd/plugins': 'rcpt_ok\nqueue/maildir /receiver/mail\n',
      '/etc/qpsmtpd/logging': '',
      '/etc/qpsmtpd/spool_dir': '/receiver/spool\n',
    },
    start: `mkdir -p spool mail/cur mail/tmp && chmod 700 spool && chown -R nobody:nogroup spool mail
QPSMTPD_CONFIG=/etc/qpsmtpd qpsmtpd-forkserver -u nobody -l ${mx.address} -p 25 -c 50 -m 50 > /receiver/logs/qpsmtpd 2>&1 &`,
    receivers: [mx.name],
    reverseNames: 'as-looked-up',
    inferred: 'confirmed',
    abilities: [],
  },
];
