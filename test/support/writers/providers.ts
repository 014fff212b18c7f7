import { quotedPath, readPath } from './paths.js';
import { postfixLine } from './postfix.js';
import type { Session, Writer } from './session.js';
import { bracketed, date, firstWord, hasControl, libcName, spacedDate, strictProtocol } from './text.js';

const hosts = {
  gmail: { name: 'mx.google.com', address: '10.0.0.1' },
  yandex: { name: 'mail-nwsmtp-mxfront-production-main-77.iva.yp-c.yandex.net', address: '10.0.0.1' },
  mailRu: { name: 'mx12.mail.ru', address: '10.0.0.1' },
  yahoo: { name: '10.217.128.10', address: '10.217.128.10' },
  yahooMta: { name: 'mta4102.mail.ne1.yahoo.com', address: '10.0.0.1' },
  icloud: { name: 'p00-icloudmta-smtpin-us-east-1k-60-percent-3', address: '10.0.0.1' },
  ses: { name: 'inbound-smtp.eu-west-1.amazonaws.com', address: '10.0.0.1' },
  cloudflare: { name: 'cloudflare-email.net', address: '10.0.0.1' },
  gmx: { name: 'mx-ha.gmx.net', address: '212.227.15.9' },
  proofpoint: { name: 'mx0a-00123456.pphosted.com', address: '10.0.0.1' },
  zoho: { name: 'mx.zohomail.com', address: '10.0.0.1' },
};

/** Gmail marks an address literal by question marks: nothing but a domain's characters is written as it came. */
function gmailLine(session: Session): string | undefined {
  const { address, id, at, by, tls, forwardPath } = session;
  const ehlo = firstWord(session.ehlo)?.replace(/[^a-z0-9_.:-]/gi, '?');
  const recipient = readPath(forwardPath);
  if (ehlo === undefined || !recipient) return undefined;
  const name = libcName(session.reverseName);
  const seen = name === undefined ? bracketed(address) : `${name}. ${bracketed(address)}`;
  const secured = tls
    ? `\r\n        (version=${tls.version.replace('v', '').replace('.', '_')} cipher=${tls.cipher} bits=${tls.bits}/${tls.bits})`
    : '';
  return (
    `from ${ehlo} (${seen})\r\n        by ${by.name} with ${strictProtocol(session)} id 2adb3069b0e04-${id}si123456e87.12` +
    `.2026.11.28.06.14.35\r\n        for <${quotedPath(recipient)}>${secured};\r\n        ${date(at, '-0800 (PST)')}`
  );
}

/** Yandex's Postfix, address without `IPv6:` at its border. */
function yandexLine(session: Session): string | undefined {
  const line = postfixLine(session, { mailName: 'mxfront' });
  return line === undefined
    ? undefined
    : `${line.slice(0, line.indexOf('\n\tfor <'))};\n\t${date(session.at, '+0300')}`.replace('[IPv6:', '[');
}

/** Mail.ru: Exim's words without its name. */
function mailRuLine(session: Session): string | undefined {
  const { address, port, id, at, by, reversePath, forwardPath } = session;
  const ehlo = firstWord(session.ehlo);
  if (ehlo === undefined || !readPath(reversePath) || !readPath(forwardPath)) return undefined;
  return (
    `from ${bracketed(address)} (port=${port} helo=${ehlo})\n\tby ${by.name} with esmtp (envelope-from <${reversePath}>)\n` +
    `\tid ${id}\n\tfor ${forwardPath}; ${date(at, '+0300')}`
  );
}

function yahooLine(session: Session): string | undefined {
  const ehlo = firstWord(session.ehlo);
  const { address, at, by, tls } = session;
  const secured = tls ? `\r\n (version=${tls.version.replace('v', '').replace('.', '_')} cipher=${tls.cipher})` : '';
  return ehlo === undefined
    ? undefined
    : `from ${address} (EHLO ${ehlo})\r\n by ${by.name} with SMTP${tls ? 's' : ''}${secured};\r\n ${date(at)}`;
}

/** Yahoo until 2019: the first word is always 127.0.0.1. */
function yahooMtaLine(session: Session): string | undefined {
  const ehlo = firstWord(session.ehlo);
  const { address, at, by, tls } = session;
  return ehlo === undefined
    ? undefined
    : `from 127.0.0.1  (EHLO ${ehlo}) (${address})\r\n  by ${by.name} with SMTP${tls ? 'S' : ''}; ${date(at)}`;
}

function sesLine(session: Session): string | undefined {
  const ehlo = firstWord(session.ehlo);
  const { address, at, by, id, forwardPath } = session;
  if (ehlo === undefined || !readPath(forwardPath) || hasControl(forwardPath)) return undefined;
  const name = libcName(session.reverseName) ?? 'unknown';
  return (
    `from ${ehlo} (${name} ${bracketed(address)})\r\n by ${by.name} with SMTP id ${id}\r\n for ${forwardPath};\r\n ` +
    date(at, '+0000 (UTC)')
  );
}

function cloudflareLine(session: Session): string | undefined {
  const ehlo = firstWord(session.ehlo);
  const { address, at, by, id, forwardPath } = session;
  return ehlo === undefined || !readPath(forwardPath)
    ? undefined
    : `from ${ehlo} (${address})\r\n        by ${by.name} (cloudflare) id ${id}\r\n        for <${forwardPath}>; ${date(at)}`;
}

function gmxLine(session: Session): string | undefined {
  const ehlo = firstWord(session.ehlo);
  const { address, at, by, id, forwardPath } = session;
  return ehlo === undefined || !readPath(forwardPath)
    ? undefined
    : `from ${ehlo} (${bracketed(address)}) by ${by.name} (mxgmx016\r\n [${by.address}]) with ` +
        `${strictProtocol(session)} (Nemesis) id ${id}-00nXyZ for\r\n <${forwardPath}>; ${date(at)}`;
}

/** Proofpoint's gateway grew out of sendmail. */
function proofpointLine(session: Session): string | undefined {
  const ehlo = firstWord(session.ehlo);
  const { address, at, by, id, tls, forwardPath } = session;
  if (ehlo === undefined || !readPath(forwardPath) || hasControl(forwardPath)) return undefined;
  const name = libcName(session.reverseName);
  const secured = tls ? `\r\n\t(version=${tls.version} cipher=${tls.cipher} bits=${tls.bits} verify=NOT)` : '';
  const mark = name !== undefined && !session.leadsBack ? ' (may be forged)' : '';
  return (
    `from ${ehlo.replace(/[^a-z0-9_.:[\]-]/gi, '')} (${name === undefined ? '' : `${name} `}${bracketed(address)}${mark})\r\n` +
    `\tby ${by.name} (PPS) with ${strictProtocol(session)} id ${id}-1${secured}\r\n\tfor <${forwardPath}>; ` +
    date(at, '+0000 (GMT)')
  );
}

function zohoLine(session: Session): string | undefined {
  const ehlo = firstWord(session.ehlo);
  const { address, at, by } = session;
  const name = libcName(session.reverseName) ?? address;
  return ehlo === undefined
    ? undefined
    : `from ${ehlo} (${name} [${address}]) by ${by.name}\r\n\twith SMTPS id 1795255445000123.456789; ` +
        date(at, '-0800 (PST)');
}

function icloudLine(session: Session): string | undefined {
  return postfixLine(session)?.replace(spacedDate(session.at, '+0000 (UTC)'), spacedDate(session.at));
}

const base = { version: 'since 2024', source: 'observed', shows: 'address', confirmsNames: false } as const;

export const providerWriters: readonly Writer[] = [
  { ...base, name: 'Gmail', host: hosts.gmail, write: gmailLine },
  { ...base, name: 'Yandex', host: hosts.yandex, confirmsNames: true, write: yandexLine },
  { ...base, name: 'Mail.ru', host: hosts.mailRu, write: mailRuLine },
  { ...base, name: 'Yahoo', host: hosts.yahoo, write: yahooLine },
  { ...base, name: 'Yahoo until 2019', host: hosts.yahooMta, write: yahooMtaLine },
  { ...base, name: 'iCloud', host: hosts.icloud, confirmsNames: true, write: icloudLine },
  { ...base, name: 'Amazon SES', host: hosts.ses, write: sesLine },
  { ...base, name: 'Cloudflare', host: hosts.cloudflare, write: cloudflareLine },
  { ...base, name: 'GMX', host: hosts.gmx, write: gmxLine },
  { ...base, name: 'Proofpoint', host: hosts.proofpoint, confirmsNames: true, write: proofpointLine },
  { ...base, name: 'Zoho', host: hosts.zoho, write: zohoLine },
];
