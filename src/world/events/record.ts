import { isAscii } from 'node:buffer';
import { crc32, gunzipSync } from 'node:zlib';
import {
  type BodyReading,
  type EventsReading,
  eventSources,
  readBody,
  readStoredJson,
  withExactNumbers,
} from '../../events/index.js';
import type { ReceivedBody } from './store.js';

/** The most that a body may unpack to. */
export const bodyLimitBytes = 16 * 1024 * 1024;

const newline = 0x0a;
/** Up to here a copy costs less than a piece more to write (Node 20, 2026-11). */
const smallBytes = 4_096;
const prefix = /^\{"crc":"([0-9a-f]{8})",/;
const prefixLength = 18;

/**
 * A body as a line of a segment: `{"crc":"…", facts, "json":…}`. The checksum (CRC-32) is that of what follows its comma. Where the body is
 * one line of JSON it is there byte for byte, so that `jq .json` reads it; else as `text`, or as `base64` where it is packed.
 */
export function encodeRecord(body: ReceivedBody): Uint8Array[] {
  const { bytes, ...known } = body;
  const facts = JSON.stringify(known).slice(1, -1);
  const content = contentOf(body);
  const head = Buffer.from(`${facts},"${content.key}":`);
  const end = Buffer.from('}\n');
  const crc = crc32(end.subarray(0, 1), crc32(content.bytes, crc32(head)));
  const start = Buffer.from(`{"crc":"${crc.toString(16).padStart(8, '0')}",`);
  return bytes.length < smallBytes
    ? [Buffer.concat([start, head, content.bytes, end])]
    : [Buffer.concat([start, head]), content.bytes, end];
}

function contentOf({ format, encoding, bytes }: ReceivedBody): { readonly key: string; readonly bytes: Uint8Array } {
  if (encoding === 'gzip')
    return { key: 'base64', bytes: Buffer.from(JSON.stringify(Buffer.from(bytes).toString('base64'))) };
  const asItIs = format === 'json' && !bytes.includes(newline) && (bytes[0] ?? 0) < 0x80;
  if (asItIs) return { key: 'json', bytes };
  return { key: 'text', bytes: Buffer.from(JSON.stringify(Buffer.from(bytes).toString('utf8'))) };
}

/** Whether a line, without its newline, is as it was written. */
export function isWhole(line: Buffer): boolean {
  const crc = prefix.exec(line.toString('latin1', 0, prefixLength))?.[1];
  return crc !== undefined && crc32(line.subarray(prefixLength)) === Number.parseInt(crc, 16);
}

type Facts = Omit<ReceivedBody, 'bytes'>;

interface DecodedRecord extends Facts {
  readonly crc: string;
  readonly json?: unknown;
  readonly text?: string;
  readonly base64?: string;
}

/** The events of a line, and what is known of their body; undefined where the line is not whole, or was written by somebody else. */
export function readLine(line: Buffer): { readonly facts: Facts; readonly reading: EventsReading } | undefined {
  if (!isWhole(line)) return undefined;
  try {
    // Nearly every line is ASCII, which is read in a fraction of the time.
    const record = JSON.parse(line.toString(isAscii(line) ? 'latin1' : 'utf8')) as DecodedRecord;
    const reading = readRecord(record);
    if (reading.kind !== 'events' || !eventSources.includes(record.source)) return undefined;
    return {
      facts: record,
      reading: withExactNumbers(reading, record.contentType, () => unpackedBody(bodyOfLine(line))),
    };
  } catch {
    return undefined;
  }
}

/** The body of a whole line, byte for byte as it was received. */
export function bodyOfLine(line: Buffer): ReceivedBody {
  const { crc: _crc, json: _json, text, base64, ...facts } = JSON.parse(line.toString('utf8')) as DecodedRecord;
  if (base64 !== undefined) return { ...facts, bytes: Buffer.from(base64, 'base64') };
  if (text !== undefined) return { ...facts, bytes: Buffer.from(text, 'utf8') };
  // The facts hold no text of that form: in a JSON string the quotes would be escaped.
  const begin = line.indexOf(',"json":') + ',"json":'.length;
  return { ...facts, bytes: line.subarray(begin, -1) };
}

/** The events of a record. That they can be read was seen before they were stored. */
function readRecord({ source, contentType, json, text, base64 }: DecodedRecord): BodyReading {
  if (json !== undefined) return readStoredJson(json, source);
  return readBody(text ?? unpacked(base64 ?? ''), { source, contentType });
}

/** The text of a body as it was received. */
export function unpackedBody({ encoding, bytes }: Pick<ReceivedBody, 'encoding' | 'bytes'>): string {
  const whole = encoding === 'gzip' ? gunzipSync(bytes, { maxOutputLength: bodyLimitBytes }) : Buffer.from(bytes);
  return whole.toString('utf8');
}

function unpacked(base64: string): string {
  return gunzipSync(Buffer.from(base64, 'base64'), { maxOutputLength: bodyLimitBytes }).toString('utf8');
}
