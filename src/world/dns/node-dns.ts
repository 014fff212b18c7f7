import { getServers } from 'node:dns';
import type { Answer } from 'dns-packet';
import type { FailedLookUp, TextAnswer } from '../../relay/dns-text.js';
import { deadlineIn } from '../deadline.js';
import { cancelledSession } from '../smtp/cancelled.js';
import { askRecords, isAskable, joined, type RecordType } from './ask-records.js';
import type { Dns } from './dns.js';
import { readPublicKey } from './public-key.js';

/** Each name server has so long for each of its attempts. */
const patienceMs = 2_500;
const attempts = 2;

/** Asks name servers themselves: no hosts file is read, and nothing is kept. */
export function nodeDns(server: string | undefined, totalMs: number, cancelled: AbortSignal): Dns {
  const servers = server === undefined ? getServers() : [server];
  const over = deadlineIn(totalMs, cancelled).signal;
  /** The first answer that counts, of each server in turn; else the last failure. */
  const ask = async (name: string, type: RecordType): Promise<Records | FailedLookUp> => {
    if (!isAskable(name)) return failed('rejects the name');
    let last: FailedLookUp = late;
    for (const one of Array.from({ length: attempts }, () => servers).flat()) {
      const answer = await recordsOf(one, name, type, over);
      if (cancelled.aborted) throw cancelledSession();
      if (over.aborted) return late;
      if (answer.kind !== 'failed') return answer;
      last = answer;
    }
    return last;
  };
  return {
    readKey: readPublicKey,
    texts: async (name) => {
      const found = await ask(name, 'TXT');
      return found.kind === 'failed' ? found : textsOf(found);
    },
    isVoid: async (name, type) => {
      const found = await ask(name, type);
      return found.kind !== 'failed' && !found.records.some((record) => record.type === type);
    },
  };
}

function textsOf({ records }: Records): TextAnswer {
  const texts = records.flatMap((record) => (record.type === 'TXT' ? [joined(record.data)] : []));
  return texts.length === 0 ? { kind: 'none' } : { kind: 'found', texts };
}

type Records = { readonly kind: 'answered'; readonly records: readonly Answer[] };

async function recordsOf(
  server: string,
  name: string,
  type: RecordType,
  over: AbortSignal,
): Promise<Records | FailedLookUp> {
  const patience = deadlineIn(patienceMs, over);
  try {
    const { code, records } = await askRecords(server, name, type, patience.signal);
    if (code === 'NOERROR' || code === 'NXDOMAIN') return { kind: 'answered', records };
    return failed(reasons[code] ?? `replies ${code}`, code === 'SERVFAIL' ? 'of-the-zone' : 'of-this-machine');
  } catch {
    return failed(patience.signal.aborted ? 'does not answer' : 'cannot be reached');
  } finally {
    patience.end();
  }
}

function failed(why: string, whose: 'of-the-zone' | 'of-this-machine' = 'of-this-machine'): FailedLookUp {
  return { kind: 'failed', why, whose };
}

const late = failed('did not answer in time');

const reasons: Readonly<Record<string, string>> = {
  SERVFAIL: 'fails (SERVFAIL)',
  REFUSED: 'refuses to reply',
};
