import { mx } from '../network.js';
import type { Receiver } from '../receiver.js';
import { store } from './parts.js';

export const chasquids: readonly Receiver[] = [
  {
    server: 'chasquid',
    configuration: 'plain',
    packages: ['chasquid/chasquid'],
    files: {
      '/etc/chasquid/chasquid.conf': `hostname: "${mx.name}"
smtp_address: "${mx.address}:25"
smtp_address: "[${mx.address6}]:25"
submission_address: "127.0.0.1:587"
submission_over_tls_address: "127.0.0.1:465"
mail_delivery_agent_bin: "/receiver/store"
mail_delivery_agent_args: "%to%"
data_dir: "/var/lib/chasquid"
mail_log_path: "/receiver/logs/mail"
`,
      '/etc/chasquid/domains/corp.example/aliases': 'qa: | /receiver/store\n*: | /receiver/store\n',
      '/receiver/store': store,
    },
    start: `chmod 755 store
mkdir -p /etc/chasquid/certs/${mx.name} /etc/chasquid/domains/corp.example
cd /etc/chasquid/certs/${mx.name}
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=${mx.name} -addext subjectAltName=DNS:${mx.name} -keyout privkey.pem -out fullchain.pem 2> /dev/null
chasquid > /receiver/logs/chasquid 2>&1 &`,
    receivers: [mx.name],
    reverseNames: 'as-looked-up',
    inferred: 'confirmed',
    abilities: ['tls', 'client-certificate', 'ipv6'],
  },
];
