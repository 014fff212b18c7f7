import { isAscii } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { codeOf } from '../files/node-reason.js';
import { bodyLimitBytes } from './record.js';
import type { ReceivedBody } from './store.js';

/** Why a request is not taken; nothing of it is stored. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly why: string,
  ) {
    super(why);
  }
}

export interface TakenBody {
  /** As it came over the wire. */
  readonly bytes: Buffer;
  /** Unpacked and decoded. */
  readonly text: string;
}

const unpack = promisify(gunzip);
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What the header alone refuses. */
export function encodingOf({ headers }: IncomingMessage): ReceivedBody['encoding'] {
  const coding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (Number(headers['content-length'] ?? 0) > bodyLimitBytes) throw tooLarge();
  if (coding === 'identity' || coding === '') return 'identity';
  if (coding === 'gzip' || coding === 'x-gzip') return 'gzip';
  throw new Refusal(415, 'the content encoding is not gzip');
}

/** Reads the body to its end. Throws Refusal; anything else that it throws is a connection that broke off. */
export async function takeBody(request: IncomingMessage, encoding: ReceivedBody['encoding']): Promise<TakenBody> {
  const bytes = await collected(request);
  return { bytes, text: textOf(encoding === 'gzip' ? await unpacked(bytes) : bytes) };
}

/** Not by `for await`: to leave its loop early ends the connection, and the answer would be lost with it. */
function collected(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    // Its client went away while it waited for a slot: no event will say so any more.
    if (request.destroyed) return reject(new Error('closed'));
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      if (length <= bodyLimitBytes) chunks.push(chunk);
      else {
        request.off('data', take);
        reject(tooLarge());
      }
    };
    request.on('data', take);
    request.on('end', () => resolve(joined(chunks)));
    request.on('error', reject);
    // It also closes after its end; an error that nobody sees costs as much as a small body.
    request.on('close', () => request.readableEnded || reject(new Error('closed')));
  });
}

/** Most bodies come in one piece, which needs no copy. */
function joined(chunks: readonly Buffer[]): Buffer {
  const [first, ...more] = chunks;
  return first !== undefined && more.length === 0 ? first : Buffer.concat(chunks);
}

async function unpacked(bytes: Buffer): Promise<Buffer> {
  try {
    return await unpack(bytes, { maxOutputLength: bodyLimitBytes });
  } catch (error) {
    throw codeOf(error) === 'ERR_BUFFER_TOO_LARGE'
      ? tooLarge()
      : new Refusal(400, 'the body is not a complete gzip archive');
  }
}

function textOf(bytes: Buffer): string {
  try {
    // Nearly every body is, and this way takes a tenth of the time.
    return isAscii(bytes) ? bytes.toString('latin1') : utf8.decode(bytes);
  } catch {
    throw new Refusal(400, 'the body is not UTF-8');
  }
}

function tooLarge(): Refusal {
  return new Refusal(413, 'the body is larger than 16 MB');
}
