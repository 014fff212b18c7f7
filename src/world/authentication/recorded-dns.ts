import { getServers } from 'node:dns';
import type { Answer } from 'dns-packet';
import { AkrelayError } from '../../errors.js';
import { deadlineIn } from '../deadline.js';
import { askRecords, isAskable, joined, type RecordType } from '../dns/ask-records.js';
import type { Files } from '../world.js';
import type { AuthenticatorSettings } from './authenticator.js';

/** As Node's resolver answers: texts in pieces, addresses, exchanges. */
type Records = readonly unknown[];
export type Resolver = (name: string, type: string) => Promise<Records>;

/** What a name server said, as it is written down; that it did not answer is not. */
type Recorded = { readonly records: Records } | { readonly none: 'ENOTFOUND' | 'ENODATA' };

const schema = 'akrelay/dns-answers@1';
const types: readonly string[] = ['TXT', 'A', 'AAAA', 'MX', 'PTR'];
/** For one name server. */
const patienceMs = 2_500;
/** A message chooses what is asked: SPF asks twelve at most, and each signature once. */
const mostQuestions = 60;

export interface RecordedDns {
  /** For one message, whose time is bounded by the signal: so many questions. */
  readonly forMessage: (over: AbortSignal) => Resolver;
  /** Adds what is new to the file, whoever else has written to it since it was read. */
  readonly keep: () => Promise<void>;
}

/** Asks name servers, or repeats what they said. Throws `bad-input` for a file that is none of answers. */
export async function recordedDns({ resolver, dnsCache }: AuthenticatorSettings, files: Files): Promise<RecordedDns> {
  const known = dnsCache === undefined ? new Map<string, Recorded>() : await answersIn(dnsCache, files);
  const sizeBefore = known.size;
  const ask = async (name: string, type: RecordType, over: AbortSignal): Promise<Recorded> => {
    if (resolver === 'none') throw failure('ETIMEOUT', name);
    for (const server of resolver === undefined ? getServers() : [resolver]) {
      const answer = await answerOf(server, name, type, over);
      if (answer !== undefined) return answer;
    }
    throw failure('ETIMEOUT', name);
  };
  return {
    keep: async () => {
      if (dnsCache === undefined || known.size === sizeBefore) return;
      const lock = await files.lock(dnsCache);
      try {
        await files.write(dnsCache, textOf(new Map([...(await answersIn(dnsCache, files)), ...known])), 'shared');
      } finally {
        await lock.release();
      }
    },
    forMessage: (over) => {
      let left = mostQuestions;
      return async (name, type) => {
        if (!isRecordType(type) || !isAskable(name)) throw failure('ENOTFOUND', name);
        const question = `${type} ${name.toLowerCase().replace(/\.$/, '')}`;
        const answer = known.get(question) ?? (left-- > 0 ? await ask(name, type, over) : undefined);
        if (answer === undefined) throw failure('ETIMEOUT', name);
        known.set(question, answer);
        if ('none' in answer) throw failure(answer.none, name);
        return answer.records;
      };
    },
  };
}

async function answerOf(
  server: string,
  name: string,
  type: RecordType,
  over: AbortSignal,
): Promise<Recorded | undefined> {
  const patience = deadlineIn(patienceMs, over);
  try {
    const { code, records } = await askRecords(server, name, type, patience.signal);
    if (code === 'NXDOMAIN') return { none: 'ENOTFOUND' };
    if (code !== 'NOERROR') return undefined;
    const found = records.filter((record) => record.type === type).map(asNode);
    return found.length === 0 ? { none: 'ENODATA' } : { records: found };
  } catch {
    return undefined;
  } finally {
    patience.end();
  }
}

function asNode(record: Answer): unknown {
  if (record.type === 'TXT') return [joined(record.data)];
  if (record.type === 'MX') return { exchange: record.data.exchange, priority: record.data.preference ?? 0 };
  return 'data' in record ? record.data : undefined;
}

function isRecordType(type: string): type is RecordType {
  return types.includes(type);
}

function failure(code: string, name: string): Error {
  return Object.assign(new Error(`query${code} ${name}`), { code });
}

async function answersIn(file: string, files: Files): Promise<Map<string, Recorded>> {
  const isThere = await files.read(file, { fate: 'replaceable', mostMegabytes: 16 }).catch((error: AkrelayError) => {
    const { code } = (error.cause ?? {}) as { readonly code?: string };
    if (code === 'ENOENT') return undefined;
    throw error;
  });
  if (isThere === undefined) return new Map();
  try {
    const read = JSON.parse(new TextDecoder().decode(isThere)) as {
      schema?: string;
      answers?: Record<string, Recorded>;
    };
    const answers = Object.entries(read.answers ?? {});
    if (read.schema === schema && answers.every(([question, answer]) => isAnswer(question, answer)))
      return new Map(answers);
  } catch {}
  throw new AkrelayError('bad-input', {
    message: `${file} contains no recorded DNS answers.`,
    hint: 'Name a new file: --dns-cache writes it.',
  });
}

function isAnswer(question: string, answer: Recorded): boolean {
  const [type = ''] = question.split(' ');
  if (!types.includes(type) || typeof answer !== 'object' || answer === null) return false;
  if ('none' in answer) return answer.none === 'ENOTFOUND' || answer.none === 'ENODATA';
  const fits = (record: unknown): boolean => {
    if (type === 'TXT') return Array.isArray(record) && record.every((piece) => typeof piece === 'string');
    return type === 'MX'
      ? typeof (record as { exchange?: unknown })?.exchange === 'string'
      : typeof record === 'string';
  };
  return Array.isArray(answer.records) && answer.records.every(fits);
}

function textOf(known: ReadonlyMap<string, Recorded>): string {
  const answers = Object.fromEntries([...known].sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ schema, answers }, null, 2)}\n`;
}
