import type { Paint } from '../../commands/command.js';
import type { Burst } from '../../commands/send/burst.js';
import type { SendOutcome } from '../../relay/delivery.js';
import type { Receipt } from '../../relay/receipt.js';
import { formatReply } from '../../relay/smtp-reply.js';
import { safeText } from '../../safe-text.js';

/** One line for each message, then the sum. */
export function burstText({ receipts, totalMs, perSecond }: Burst, paint: Paint): string {
  const lines = receipts.map(lineOf);
  const count = (wanted: SendOutcome): number => receipts.filter(({ outcome }) => outcome === wanted).length;
  const kinds: readonly SendOutcome[] = ['accepted', 'partly-accepted', 'deferred', 'rejected', 'maybe-accepted'];
  const sums = kinds.flatMap((kind) => (count(kind) === 0 ? [] : [`${count(kind)} ${kind}`]));
  const rate = perSecond === undefined ? '' : `, ${perSecond} per second`;
  return [...lines, `${paint.bold(sums.join(', '))} in ${totalMs} ms${rate}`].map((line) => `${line}\n`).join('');
}

/** With the relay's first no; of a message that was taken for everybody there is none. */
function lineOf({ token, messageId, outcome, queueId, timings, recipients, finalReply }: Receipt): string {
  const refused = [finalReply, ...recipients].find((reply) => reply !== null && reply.replyCode >= 400);
  const line = `${token ?? safeText(messageId)}  ${outcome.padEnd(15)}  ${safeText(queueId ?? '-')}  ${Math.round(timings.totalMs)} ms`;
  return refused ? `${line}  ${safeText(formatReply(refused))}` : line;
}
