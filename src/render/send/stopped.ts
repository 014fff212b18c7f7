import type { Paint } from '../../commands/command.js';
import type { Stopped } from '../../commands/send/stop-after.js';
import { formatHostPort } from '../../relay/host-port.js';
import { formatReply } from '../../relay/smtp-reply.js';
import { safeText } from '../../safe-text.js';
import { timeline } from './timeline.js';

/** How far a session came that was ended on purpose. */
export function stoppedText({ stoppedAfter, relay, tls, recipients, timings }: Stopped, paint: Paint): string {
  const rows: [string, string][] = [
    ['address', relay.address],
    ...(relay.greeting === null ? [] : [['greeting', relay.greeting] satisfies [string, string]]),
    ...(relay.extensions.length === 0 ? [] : [['offers', relay.extensions.join(', ')] satisfies [string, string]]),
    ...(tls === null ? [] : [['TLS', `${tls.version}, ${tls.cipher}`] satisfies [string, string]]),
    ...recipients.map(({ forwardPath, replyCode, enhancedStatusCode, text }): [string, string] => [
      forwardPath,
      formatReply({ replyCode, enhancedStatusCode: enhancedStatusCode ?? undefined, text }),
    ]),
    ['time', `${timeline(timings)} ms`],
  ];
  const head = `${paint.bold(`stopped after ${stoppedAfter}`)}: ${safeText(formatHostPort(relay))}; no message was sent`;
  const width = Math.max(...rows.map(([title]) => title.length));
  return [head, ...rows.map(([title, value]) => `  ${paint.dim(safeText(title).padEnd(width))}  ${safeText(value)}`)]
    .map((line) => `${line}\n`)
    .join('');
}
