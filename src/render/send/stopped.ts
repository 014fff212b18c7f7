import type { Paint } from '../../commands/command.js';
import type { Stopped } from '../../commands/send/stop-after.js';
import { formatHostPort } from '../../relay/host-port.js';
import { formatReply } from '../../relay/smtp-reply.js';
import { safeText } from '../../safe-text.js';
import { factLines, type Row } from './fact-lines.js';
import { timeline } from './timeline.js';

/** How far a session came that was ended on purpose. */
export function stoppedText({ stoppedAfter, relay, tls, recipients, timings }: Stopped, paint: Paint): string {
  const rows: Row[] = [
    ['address', relay.address],
    ...(relay.ehloName === null ? [] : [['EHLO', relay.ehloName] satisfies Row]),
    ...(relay.greeting === null ? [] : [['greeting', relay.greeting] satisfies Row]),
    ...(relay.extensions.length === 0 ? [] : [['offers', relay.extensions.join(', ')] satisfies Row]),
    ...(tls === null ? [] : [['TLS', `${tls.version}, ${tls.cipher}`] satisfies Row]),
    ...replyRows(recipients),
    ['time', `${timeline(timings)} ms`],
  ];
  const head = `${paint.bold(`stopped after ${stoppedAfter}`)}: ${safeText(formatHostPort(relay))}; no message was sent`;
  return [head, ...factLines(rows, paint)].map((line) => `${line}\n`).join('');
}

/** Each reply next to the command that it answered. */
function replyRows(recipients: Stopped['recipients']): Row[] {
  const [first] = recipients;
  if (first?.answered === 'mail') return [['MAIL FROM', formatReply(first)]];
  return recipients.map((one) => [one.forwardPath, formatReply(one)]);
}
