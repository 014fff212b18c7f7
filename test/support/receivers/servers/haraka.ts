import { mx } from '../network.js';
import { layersFolder, type Receiver } from '../receiver.js';

export const harakas: readonly Receiver[] = [
  {
    server: 'Haraka',
    configuration: 'plain',
    packages: ['npm/Haraka'],
    files: {
      '/receiver/haraka/config/smtp.ini': `listen=${mx.address}:25,[${mx.address6}]:25\nnodes=0\n`,
      '/receiver/haraka/config/me': `${mx.name}\n`,
      '/receiver/haraka/config/host_list': 'corp.example\n',
      '/receiver/haraka/config/plugins': 'tls\nrcpt_to.in_host_list\nqueue/test\n',
      '/receiver/haraka/config/loglevel': 'NOTICE\n',
      '/receiver/haraka/config/tls.ini':
        'key=tls_key.pem\ncert=tls_cert.pem\nrequestCert=true\nrejectUnauthorized=false\n',
    },
    start: `cd /receiver/haraka/config
cp -rn ${layersFolder}/npm/node_modules/Haraka/config/. .
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=${mx.name} -keyout tls_key.pem -out tls_cert.pem 2> /dev/null
TMPDIR=/receiver/mail/new ${process.execPath} ${layersFolder}/npm/node_modules/Haraka/bin/haraka -c /receiver/haraka > /receiver/logs/haraka 2>&1 &`,
    receivers: [mx.name],
    reverseNames: 'as-looked-up',
    inferred: 'confirmed',
    abilities: ['tls', 'client-certificate', 'ipv6'],
  },
];
