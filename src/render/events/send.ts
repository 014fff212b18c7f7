import type { Paint, RenderContext, View } from '../../commands/command.js';
import type { SendEventsResult, SentCall } from '../../commands/events/send.js';
import { safeText } from '../../safe-text.js';
import { renderJson } from '../json.js';
import { counted } from './listen.js';

export const eventsSendView: View<SendEventsResult> = {
  human: (result, context) => text(result, context),
  json: ({ to, source, token, calls }) =>
    renderJson('events-send@1', { to, source, token, calls: calls.map(callFields) }),
};

function text({ to, source, token, calls }: SendEventsResult, { paint }: RenderContext): string {
  const failed = calls.filter(({ verdict }) => verdict === 'fail').length;
  const verdict =
    failed === 0
      ? paint.green('all replies as expected')
      : paint.red(`${failed} of ${calls.length} replies not as expected`);
  const head = `${paint.bold(safeText(to))}, as ${source}: ${verdict}`;
  const tls = calls.flatMap(({ answer }) => (answer.kind === 'answered' && answer.tls ? [answer.tls] : []))[0];
  const lines = [
    head,
    ...calls.flatMap((call, at) => callLines(call, calls[at - 1]?.fix ?? null, paint)),
    ...(tls === undefined
      ? []
      : [`  ${tls.version}, ${safeText(tls.cipher)}, certificate until ${tls.certificate.validTo.slice(0, 10)}`]),
    ...(calls.some(({ verdict, expected }) => verdict === 'pass' && expected === 'taken')
      ? [`Next: akrelay events show --token ${token}-1`]
      : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** The same fix is said once. */
function callLines(
  { scenario, bytes, verdict, says, fix, answer }: SentCall,
  before: string | null,
  paint: Paint,
): string[] {
  const mark = verdict === 'pass' ? paint.green('ok  ') : paint.red('FAIL');
  const line = `  ${mark}  ${scenario.padEnd(12)}  ${safeText(says)}  ${paint.dim(`${counted(bytes, 'byte')}, ${answer.tookMs} ms`)}`;
  return fix === null || fix === before
    ? [line]
    : [line, `                      ${paint.cyan('fix:')} ${safeText(fix)}`];
}

function callFields({ scenario, call, expected, bytes, verdict, says, finding, fix, answer }: SentCall) {
  const answered = answer.kind === 'answered' ? answer : undefined;
  return {
    scenario,
    call,
    expected,
    bytes,
    verdict,
    says,
    finding,
    fix,
    status: answered?.status ?? null,
    location: answered?.location ?? null,
    text: answered?.text ?? null,
    tls: answered?.tls ?? null,
    tookMs: answer.tookMs,
  };
}
