import { renameSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { traceFields } from '../../../src/world/lab/maildir.js';
import { serveLab } from '../../../src/world/lab/server.js';
import { proofConfig } from '../lab/proof-config.js';
import { akrelay } from '../program.js';
import { hostileTexts } from './hostile-texts.js';

/** The files of the pages that the built program makes, in a folder, of input with hostile words wherever a stranger can put some. */
export async function hostilePages(cwd: string): Promise<Readonly<Record<string, string>>> {
  return {
    'stats-compare': await comparison(cwd),
    verify: await oneMessage(cwd),
    'verify-several': await severalMessages(cwd),
    prove: await proof(cwd),
  };
}

async function page(cwd: string, name: string, words: readonly string[]): Promise<string> {
  const { stderr } = await akrelay([...words, '--report', `${name}.html`], { cwd });
  if (!stderr.includes(`Wrote ${name}.html\n`)) throw new Error(`no page ${name}: ${stderr}`);
  return path.join(cwd, `${name}.html`);
}

async function comparison(cwd: string): Promise<string> {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const rows = hostileTexts.map((text) => quoted(text));
  const altcraft = rows.map((name) => `2026-11-02,${name},10,4\n`);
  const sendsay = rows.map((name) => `02.11.2026;${name};9;7\n`);
  await writeFile(path.join(cwd, 'a.csv'), `date,campaign_name,sends,clicks\n${altcraft.join('')}`);
  await writeFile(path.join(cwd, 's.csv'), `Дата отправки;Название выпуска;Отправлено;Кликов\n${sendsay.join('')}`);
  return page(cwd, 'compare', ['stats', 'compare', '--altcraft', 'a.csv', '--sendsay', 's.csv']);
}

/** Without line ends, which would end the field. */
const word = (text: string): string => text.replace(/[\r\n\0]/g, ' ');

/** Lines that a sender may put into a message: in a known writer's layout, and in none. */
function forgedLines(): string {
  const lines = hostileTexts
    .map(word)
    .flatMap((text) => [
      `from ${text} (${text} [203.0.113.9]) by ${text} (Postfix) with ESMTP id 4XYZ for <${text}>; Sat, 28 Nov 2026 10:00:00 +0000`,
      text,
    ]);
  return lines.map((line) => `Received: ${line}\n`).join('');
}

function messageOf(ehlo: string, more: string): string {
  return `Received: from ${ehlo} (gato12.sndsy.ru [185.138.182.12])\n\tby mx.example.net (Postfix) with ESMTPS id 4XYZ\n\tfor <qa@example.net>; Sat, 28 Nov 2026 10:00:00 +0000 (UTC)\n${more}From: a@example.com\nSubject: x\n\nx\n`;
}

const statedLines = hostileTexts
  .map(word)
  .map(
    (text) =>
      `Authentication-Results: mx.example.net; spf=${text} smtp.mailfrom=${text}; dkim=fail (${text}) header.d=${text}\n`,
  )
  .join('');

async function oneMessage(cwd: string): Promise<string> {
  const stated = `Return-Path: <a@example.com>\n${statedLines}`;
  await writeFile(path.join(cwd, 'one.eml'), `${stated}${messageOf('gato12.sndsy.ru', forgedLines())}`, 'utf8');
  return page(cwd, 'one', ['verify', 'one.eml', '--receiver', 'mx.example.net', '--auth', '--resolver', 'none']);
}

async function severalMessages(cwd: string): Promise<string> {
  await mkdir(path.join(cwd, 'several'));
  for (const text of hostileTexts) {
    const name = text.replace(/[/\0]/g, '_').slice(0, 60);
    await writeFile(path.join(cwd, 'several', `${name}.eml`), messageOf(word(text), forgedLines().slice(0, 1_200)));
  }
  return page(cwd, 'several', ['verify', 'several', '--receiver', 'mx.example.net']);
}

/** The message arrives with forged lines, from a relay that says a hostile word. */
async function proof(cwd: string): Promise<string> {
  await mkdir(path.join(cwd, 'M/new'), { recursive: true });
  await mkdir(path.join(cwd, 'M/tmp'));
  await mkdir(path.join(cwd, 'M/cur'));
  const lab = await serveLab({ tls: 'none', auth: [], faults: [] }, 0, {
    line: () => undefined,
    message: (message) => {
      const text = `${traceFields(message, new Date())}${forgedLines()}${message.text}\r\n`;
      writeFileSync(path.join(cwd, 'M/tmp/1'), text);
      renameSync(path.join(cwd, 'M/tmp/1'), path.join(cwd, 'M/new/1'));
    },
  });
  await writeFile(path.join(cwd, 'akrelay.yaml'), proofConfig(lab.port, '<img src=x onerror=alert(1)>'));
  try {
    return await page(cwd, 'prove', ['prove', 'lab', '--skip', 'event', '--resolver', 'none', '--wait', '20s']);
  } finally {
    lab.close();
  }
}
