import { getServers } from 'node:dns';
import type { TextAnswer } from '../../relay/dns-text.js';
import { deadlineIn } from '../deadline.js';
import { cancelledSession } from '../smtp/cancelled.js';
import { askTexts, isAskable } from './ask-texts.js';
import type { Dns } from './dns.js';
import { readPublicKey } from './public-key.js';

/** Each name server has so long for each of its attempts. */
const patienceMs = 2_500;
const attempts = 2;

/** Asks name servers themselves: no hosts file is read, and nothing is kept. */
export function nodeDns(server: string | undefined, totalMs: number, cancelled: AbortSignal): Dns {
  const servers = server === undefined ? getServers() : [server];
  const over = deadlineIn(totalMs, cancelled).signal;
  return {
    readKey: readPublicKey,
    texts: async (name) => {
      if (!isAskable(name)) return failed('rejects the name');
      let last = late;
      for (const one of Array.from({ length: attempts }, () => servers).flat()) {
        const answer = await answerOf(one, name, over);
        if (cancelled.aborted) throw cancelledSession();
        if (over.aborted) return late;
        if (answer.kind !== 'failed') return answer;
        last = answer;
      }
      return last;
    },
  };
}

async function answerOf(server: string, name: string, over: AbortSignal): Promise<TextAnswer> {
  const patience = deadlineIn(patienceMs, over);
  try {
    const { code, texts } = await askTexts(server, name, patience.signal);
    if (code === 'NOERROR' && texts.length > 0) return { kind: 'found', texts };
    if (code === 'NOERROR' || code === 'NXDOMAIN') return { kind: 'none' };
    return failed(reasons[code] ?? `replies ${code}`, code === 'SERVFAIL' ? 'of-the-zone' : 'of-this-machine');
  } catch {
    return failed(patience.signal.aborted ? 'does not answer' : 'cannot be reached');
  } finally {
    patience.end();
  }
}

function failed(why: string, whose: 'of-the-zone' | 'of-this-machine' = 'of-this-machine'): TextAnswer {
  return { kind: 'failed', why, whose };
}

const late = failed('did not answer in time');

const reasons: Readonly<Record<string, string>> = {
  SERVFAIL: 'fails (SERVFAIL)',
  REFUSED: 'refuses to reply',
};
