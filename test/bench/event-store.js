/**
 * Writes a store of events as the receiver does, about three for each message: what Altcraft and Sendsay say of it, in bodies of 250.
 * One message in 1,000 is lost by the platform, one by the relay.
 *
 *   node test/bench/event-store.js <folder> <messages>
 */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';

const begin = Date.UTC(2026, 0, 1);
const eventsInBody = 250;
const segmentBytes = 64 * 1024 * 1024;

export function writeStore(folder, messages) {
  mkdirSync(folder, { recursive: true });
  const put = segments(folder);
  const waiting = { altcraft: [], sendsay: [] };
  const flush = (source, atMs) => {
    put(source, atMs, JSON.stringify(source === 'altcraft' ? waiting[source] : { events: waiting[source] }));
    waiting[source] = [];
  };
  for (let n = 0; n < messages; n++) {
    const atMs = begin + n * 100;
    waiting.altcraft.push(...altcraftEvents(n, atMs));
    waiting.sendsay.push(...sendsayEvents(n, atMs));
    if (waiting.altcraft.length >= eventsInBody) flush('altcraft', atMs + 60_000);
    if (waiting.sendsay.length >= eventsInBody) flush('sendsay', atMs + 90_000);
  }
  flush('altcraft', begin + messages * 100);
  flush('sendsay', begin + messages * 100);
  put.close();
}

function altcraftEvents(n, atMs) {
  const event = (event_type, ms) => ({
    event_type,
    event_date: new Date(ms).toISOString(),
    profile_id: n,
    custom_data: { letter_id: tokenOf(n) },
    event_data: { campaign_id: 7, smid: `w${tokenOf(n)}` },
    subscription: [{ email: `user${n % 400_009}@example.com` }],
  });
  const ended = event(n % 50 === 0 ? 'hbounce' : 'deliv', atMs + 4_000);
  return n % 1_000 === 3 ? [event('send', atMs)] : [event('send', atMs), ended];
}

function sendsayEvents(n, atMs) {
  if (n % 1_000 === 7) return [];
  const dt = new Date(atMs + 3_000 + 3 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  const deliv = n % 50 === 0 ? { status: '-1', msg: '550 5.1.1 No such user', dt } : { status: '1', dt };
  const member = { email: `user${n % 400_009}@example.com` };
  return [{ event: 'delivery', 'gate.uniq': tokenOf(n), member, issue: { id: 123, name: 'campaign-7' }, deliv }];
}

/** Tokens in no order, as they are in life. */
function tokenOf(n) {
  const word = (seed) => (Math.imul(seed, 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
  return word(n) + word(n ^ 0x5bd1e995);
}

function segments(folder) {
  let [number, size, file] = [0, Infinity, undefined];
  const put = (source, receivedMs, json) => {
    if (size > segmentBytes) {
      if (file !== undefined) closeSync(file);
      number += 1;
      size = 0;
      file = openSync(path.join(folder, `${String(number).padStart(8, '0')}.ndjson`), 'wx', 0o600);
    }
    const facts = {
      receivedAt: new Date(receivedMs).toISOString(),
      source,
      peer: '127.0.0.1',
      contentType: 'application/json',
      format: 'json',
      encoding: 'identity',
    };
    const rest = Buffer.from(`${JSON.stringify(facts).slice(1, -1)},"json":${json}}`);
    const crc = crc32(rest).toString(16).padStart(8, '0');
    size += writeSync(file, Buffer.concat([Buffer.from(`{"crc":"${crc}",`), rest, Buffer.from('\n')]));
  };
  put.close = () => closeSync(file);
  return put;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeStore(process.argv[2], Number(process.argv[3]));
