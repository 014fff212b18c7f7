import type { Paint, View } from '../commands/command.js';
import type { LabResult } from '../commands/lab.js';
import { type LabEvent, labAddress, labMailbox, labName } from '../relay/lab-script.js';
import { safeText } from '../safe-text.js';
import { renderJson } from './json.js';

export const labView: View<LabResult> = {
  human: (result, { paint }) => told(result, paint),
  json: ({ port, tls, caFile, keep, events }) =>
    untilTheEnd(
      renderJson('lab@1', { host: '127.0.0.1', port, tls, caFile: caFile ?? null, keep: keep ?? null }),
      events,
    ),
};

async function* told({ port, tls, caFile, keep, events }: LabResult, paint: Paint): AsyncGenerator<string> {
  yield `${paint.bold(`listening on 127.0.0.1:${port}`)}, tls ${tls} (press Ctrl-C to stop)\n`;
  if (caFile !== undefined)
    yield `certificate authority: ${safeText(caFile)}; use it with akrelay send … --ca ${safeText(caFile)}\n`;
  if (keep !== undefined)
    yield `mail is stored in ${safeText(keep)}, as ${labMailbox} receives it from ${labName} [${labAddress}]; check it with akrelay verify ${safeText(keep)} --receiver ${labMailbox}\n`;
  for await (const event of events) yield `${eventText(event, paint)}\n`;
}

function eventText(event: LabEvent, paint: Paint): string {
  if (event.kind === 'line') return `-> ${safeText(masked(event.text))}`;
  const { sizeBytes, token, file } = event;
  const more = [...(token === undefined ? [] : [token]), ...(file === undefined ? [] : [`stored in ${file}`])];
  return paint.green(`** message, ${[`${sizeBytes} bytes`, ...more].map(safeText).join(', ')}`);
}

/** A login is nobody's business, not even in a test. */
function masked(line: string): string {
  if (/^AUTH \S+ /i.test(line)) return line.replace(/^(AUTH \S+) .*/i, '$1 ***');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(line) && !/^(DATA|QUIT|RSET|NOOP|STARTTLS)$/i.test(line) ? '***' : line;
}

/** One object at once, for the script that wants the port; then nothing until the end. */
async function* untilTheEnd(text: string, events: LabResult['events']): AsyncGenerator<string> {
  yield text;
  for await (const _event of events);
}
