import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeAuthority } from '../../../src/world/lab/certificates.js';
import { signingKey } from '../authentication/signed.js';
import { poster } from '../events/poster.js';
import { startReceiver as startListener } from '../events/receiver.js';
import { akrelay, emptyFolder, type Run } from '../program.js';
import { relayAddress } from '../receivers/hostile-words.js';
import { mx } from '../receivers/network.js';
import { startNetwork } from '../receivers/own-network.js';
import { layersFolder, startReceiver } from '../receivers/receiver.js';
import { type BadLink, startBadLink } from './bad-link.js';
import { imapNames, mailboxPassword, mailHost } from './mail-host.js';
import { type Relay, startRelay } from './relay.js';

/** Everything that a proof needs, each part real. */
export interface Stage {
  readonly relay: Relay;
  /** Between akrelay and the mailbox `by-link`. */
  readonly link: BadLink;
  readonly cwd: string;
  /** The Maildir of `qa`, as Dovecot keeps it. */
  readonly maildir: string;
  readonly prove: (words: string, env?: Readonly<Record<string, string>>) => Promise<Run>;
  readonly stop: () => Promise<void>;
}

const relayHost = 'smtp.gate.sendsay.ru';
const linkPort = 1993;
const logins = { U: 'shop', P: 'a relay-Passw0rd', MP: mailboxPassword, WRONG: 'wr0ng-Passw0rd' };
export const secrets = [logins.P, logins.MP, logins.WRONG];

/** Debian's libfaketime, unpacked in the layer. */
const fakeTime = `${layersFolder}/postfix/upper/opt/libfaketime/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1`;

/** What lets a program believe that it is later, or earlier (`-1h`). */
export function anotherTime(offset: string): Readonly<Record<string, string>> {
  if (!existsSync(fakeTime)) throw new Error(`${fakeTime} is missing`);
  return { LD_PRELOAD: fakeTime, FAKETIME: offset, FAKETIME_DONT_FAKE_MONOTONIC: '1' };
}

export async function startStage(): Promise<Stage> {
  const cwd = await emptyFolder();
  const authority = await makeAuthority();
  const key = signingKey('rsa');
  const at = (name: string): [string, string] => [name, name === relayHost ? relayAddress : mx.address];
  const network = await startNetwork({
    forward: Object.fromEntries([relayHost, ...Object.values(imapNames)].map(at)),
    texts: {
      'shop.example': 'v=spf1 include:spf.sendsay.ru -all',
      'spf.sendsay.ru': 'v=spf1 ip4:185.138.182.0/24 -all',
      '_dmarc.shop.example': 'v=DMARC1; p=reject',
      'lane._domainkey.shop.example': key.record,
    },
  });
  await writeFile(path.join(cwd, 'resolv.conf'), 'nameserver 127.0.0.53\n');
  // The lane has a mount namespace of its own: nobody else sees it.
  execFileSync('mount', ['--bind', path.join(cwd, 'resolv.conf'), '/etc/resolv.conf']);
  await writeFile(path.join(cwd, 'ca.pem'), authority.caPem);
  await writeFile(path.join(cwd, 'akrelay.yaml'), config);
  const dayMs = 86_400_000;
  const past = { notBefore: new Date(Date.now() - 30 * dayMs), notAfter: new Date(Date.now() - dayMs) };
  const host = await startReceiver(
    mailHost({
      good: await authority.issue({ names: [imapNames.good] }),
      expired: await authority.issue({ names: [imapNames.expired], ...past }),
      stranger: await (await makeAuthority('stranger')).issue({ names: [imapNames.stranger] }),
    }),
  );
  const listener = await startListener(cwd);
  const callbacks = poster(`http://localhost:${listener.port}/a-secret-path-of-25-chars/sendsay`);
  const relay = await startRelay({
    pair: await authority.issue({ names: [relayHost] }),
    signer: { signingDomain: 'shop.example', selector: 'lane', privateKey: key.privateKey },
    report: async (token, email) => {
      const events = [{ event: 'delivery', gate: { uniq: token }, member: { email }, deliv: { status: '1' } }];
      const status = await callbacks.post(JSON.stringify({ events }), { 'Content-Type': 'application/json' });
      if (status !== 200) throw new Error(`events listen answered ${status}`);
    },
  });
  const link = await startBadLink(mx.address, linkPort, 993);
  return {
    relay,
    link,
    cwd,
    maildir: path.join(host.folder, 'home/qa/Maildir'),
    prove: (words, env = {}) => akrelay(['prove', ...words.split(' ')], { cwd, env: { ...logins, ...env } }),
    stop: async () => {
      link.stop();
      relay.stop();
      callbacks.close();
      await listener.stop();
      await host.stop();
      network.stop();
      execFileSync('umount', ['/etc/resolv.conf']);
      await rm(cwd, { recursive: true });
    },
  };
}

const relayLogin = 'auth: login, username: { env: U }, password: { env: P }';
const mailbox = (name: string, place: string, more = 'ca: ca.pem', password = 'MP', user = 'qa'): string =>
  `  - { name: ${name}, type: imap, host: "${place}", username: ${user}@corp.example, password: { env: ${password} }, ${more} }\n`;

const config = `senders:
  - { name: main, provider: sendsay, relay: { host: "${relayHost}:587", tls: starttls, ${relayLogin} } }
  - { name: refused, provider: sendsay, relay: { host: "${relayHost}:1587", tls: starttls, ${relayLogin} } }
virtualSenders:
  - name: newsletters
    account: 306
    rules:
      - match: { toDomain: corp.example }
        senders: [{ sender: main, percent: 100, fromName: "Shop", replyTo: help@shop.example }]
      - match: default
        senders: [{ sender: main, percent: 100 }]
receivers: [{ by: ${mx.name} }]
test: { from: news@shop.example, recipients: [qa@corp.example, junk@corp.example, full@corp.example] }
events: { store: events }
mailboxes:
${[
  mailbox('qa', `${imapNames.good}:993`),
  mailbox('by-starttls', `${imapNames.good}:143`, 'tls: starttls, ca: ca.pem'),
  mailbox('junk', `${imapNames.good}:993`, 'ca: ca.pem', 'MP', 'junk'),
  mailbox('full', `${imapNames.good}:993`, 'ca: ca.pem', 'MP', 'full'),
  mailbox('by-link', `${imapNames.good}:${linkPort}`),
  mailbox('wrong-password', `${imapNames.good}:993`, 'ca: ca.pem', 'WRONG'),
  mailbox('no-folder', `${imapNames.good}:993`, 'ca: ca.pem, folders: [INBOX, Nowhere]'),
  mailbox('down', `${imapNames.good}:9`),
  mailbox('nobody-vouches', `${imapNames.stranger}:993`),
  mailbox('other-name', `${imapNames.other}:993`),
  mailbox('expired', `${imapNames.expired}:993`),
].join('')}`;
