import { writeCorpus } from './corpus.js';
import { deliveriesFor } from './deliveries.js';
import { type Handed, handOverAll } from './hand-over.js';
import type { InstalledReceiver } from './installed.js';
import { type Judgement, judge } from './judge.js';
import type { OwnNetwork } from './own-network.js';
import { startReceiver } from './receiver.js';
import { probesFor, writeSurvey } from './survey.js';

export interface Outcome extends Handed {
  /** What `akrelay verify` says with the receivers named, and without. */
  readonly named: Judgement | undefined;
  readonly inferred: Judgement | undefined;
}

/** Starts the server, has everything handed over to it, and asks `akrelay verify` about what it stored. */
export async function runLane(receiver: InstalledReceiver, network: OwnNetwork): Promise<readonly Outcome[]> {
  const server = await startReceiver(receiver);
  try {
    const stage = { receiver, server, network, trace: '' };
    const deliveries = deliveriesFor(receiver);
    const plain = await handOverAll(
      stage,
      deliveries.filter(({ above }) => above !== 'replay'),
    );
    const replays = deliveries.filter(({ above }) => above === 'replay');
    const handed = [...plain, ...(await handOverAll({ ...stage, trace: traceOf(plain[0]) }, replays))];
    if (process.env['UPDATE_CORPUS'] !== undefined) {
      writeCorpus(receiver, handed);
      const probes = receiver.slots === undefined ? probesFor(receiver) : [];
      const answers = await handOverAll(
        stage,
        probes.map(({ delivery }) => delivery),
      );
      if (probes.length > 0) writeSurvey(receiver, handed, probes, answers);
    }
    return await judged(receiver, handed);
  } finally {
    await server.stop();
  }
}

/** As a client may send it: every line ends with CRLF. */
function traceOf(handed: Handed | undefined): string {
  return (handed?.received ?? []).map((body) => `Received:${body}\n`.replace(/\r?\n/g, '\r\n')).join('');
}

async function judged({ receivers }: InstalledReceiver, handed: readonly Handed[]): Promise<readonly Outcome[]> {
  const texts = handed.map(({ text }) => text);
  const [named, inferred] = [await judge(texts, receivers), await judge(texts, [])];
  return handed.map((one, index) => ({ ...one, named: named[index], inferred: inferred[index] }));
}
