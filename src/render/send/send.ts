import type { Paint, View } from '../../commands/command.js';
import type { SendResult } from '../../commands/send.js';
import { formatHostPort } from '../../relay/host-port.js';
import type { Receipt } from '../../relay/receipt.js';
import { formatReply } from '../../relay/smtp-reply.js';
import { safeText } from '../../safe-text.js';
import { renderJson } from '../json.js';
import { nextLine } from '../next.js';
import { burstText } from './burst.js';
import { factLines, type Row } from './fact-lines.js';
import { stoppedText } from './stopped.js';
import { timeline } from './timeline.js';

export const sendView: View<SendResult> = {
  human: (result, { paint }) => {
    if (result.kind === 'burst') return burstText(result.burst, paint);
    return result.kind === 'stopped' ? stoppedText(result.stopped, paint) : receiptText(result, paint);
  },
  json: ({ transcript, ...result }) => {
    const told = transcript === undefined ? {} : { transcript };
    if (result.kind === 'burst')
      return renderJson('send-burst@1', { ...result.burst, perSecond: result.burst.perSecond ?? null, ...told });
    return result.kind === 'stopped'
      ? renderJson('send-stopped@1', { ...result.stopped, ...told })
      : renderJson('send@1', { ...result.receipt, ...told });
  },
};

function receiptText({ receipt, written }: Sent, paint: Paint): string {
  const rows = [...facts(receipt), ...filesOf(written)];
  const lines = [headline(receipt, paint), ...factLines(rows, paint), lastWord(receipt)];
  const next = receipt.outcome === 'maybe-accepted' ? '' : nextLine('akrelay verify <message.eml>', paint);
  return lines.map((line) => `${line}\n`).join('') + next;
}

type Sent = Extract<SendResult, { readonly kind: 'sent' }>;

function filesOf({ receipt, copy }: Sent['written']): Row[] {
  return [
    ...(receipt === undefined ? [] : [['receipt', `written to ${receipt}`] as const]),
    ...(copy === undefined ? [] : [['message', `saved as ${copy}`] as const]),
  ];
}

function headline({ outcome, relay, recipients }: Receipt, paint: Paint): string {
  const host = safeText(formatHostPort(relay));
  const taken = recipients.filter((one) => one.outcome === 'accepted').length;
  const all = recipients.length === 1 ? '1 recipient' : `${recipients.length} recipients`;
  if (outcome === 'accepted') return `${paint.green('accepted by the relay')}: ${host} accepted the message for ${all}`;
  if (outcome === 'partly-accepted')
    return `${paint.yellow('partly accepted')}: ${host} accepted the message for ${taken} of ${all}`;
  return `${paint.yellow('possibly accepted')}: ${host} received the whole message but gave no clear reply`;
}

function facts(receipt: Receipt): Row[] {
  const { recipients, finalReply, queueId, sender, virtualSender, token, messageId, changes, tls, relay, timings } =
    receipt;
  return [
    ...recipients.map((one): Row => [one.forwardPath, `${one.outcome}  ${formatReply(one)}`]),
    ...(finalReply === null ? [] : [['final reply', formatReply(finalReply)] as const]),
    ...(queueId === null ? [] : [['queue id', queueId] as const]),
    ...(virtualSender === null ? [] : [['sender', `${sender}, chosen by the rules of ${virtualSender}`] as const]),
    ...(token === null ? [] : [['X-Letter-Id', token] as const]),
    ['Message-ID', messageId],
    ...changes.map((change): Row => ['changed', change]),
    [
      'TLS',
      tls === null
        ? 'none: everything was sent in clear text'
        : `${tls.version}, ${tls.cipher}; certificate for ${certificateNames(tls.certificate)}`,
    ],
    ['AUTH', relay.auth],
    ['EHLO', relay.ehloName],
    ...(relay.address === relay.host ? [] : [['address', relay.address] as const]),
    ['time', `${Math.round(timings.totalMs)} ms (${timeline(timings)})`],
  ];
}

function certificateNames({ names, subject }: NonNullable<Receipt['tls']>['certificate']): string {
  const shown = names.length === 0 ? [subject] : names;
  return shown.length > 3 ? `${shown.slice(0, 3).join(', ')} and ${shown.length - 3} more` : shown.join(', ');
}

function lastWord({ outcome, token }: Receipt): string {
  return outcome === 'maybe-accepted'
    ? `akrelay does not send it again. First look for ${token === null ? 'its Message-ID' : 'the token'} in the recipient's mailbox or the relay's statistics.`
    : 'Accepted does not mean delivered: save the received message, then verify it.';
}
