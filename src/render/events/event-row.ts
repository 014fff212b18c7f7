import type { ShownEvent } from '../../commands/events/show.js';
import type { Column } from '../table.js';
import { isoTime } from './event-json.js';

export const eventColumns: readonly Column[] = [
  // Times have a place for a mark before them.
  { title: ' TIME (UTC)', width: 'kept' },
  { title: 'SOURCE', width: 'kept' },
  { title: 'EVENT', width: 'kept' },
  { title: 'RECIPIENT', width: 'shrinks' },
  { title: 'MESSAGE', width: 'shrinks' },
  { title: 'DETAIL', width: 'shrinks' },
];

/** The cells of an event; unsafe text, which the table makes harmless. */
export function eventRow(event: ShownEvent): string[] {
  const { source, kind, word, recipient, ids, status, reason, link, copy } = event;
  const message = ids.token ?? ids.messageId ?? ids.letter ?? ids.issueName ?? ids.issue;
  const told = [link, status && statusText(status), reason].filter((part) => part !== undefined);
  const detail = kind === 'other' ? `'${word}'` : told.join(' ');
  return [
    timeCell(event),
    source,
    copy === 'again' ? `${kind} (copy)` : kind,
    recipient ?? '-',
    message ?? '-',
    detail,
  ];
}

/** A code of the provider's says nothing alone; `550 5.1.1 No such user` does. */
function statusText(status: string): string {
  return /^\d+$/.test(status) ? `status ${status}` : status;
}

/** The time of the event, else that of its receipt, marked. */
function timeCell({ atMs, receivedAt }: ShownEvent): string {
  const time = isoTime(atMs);
  return time === undefined ? `~${short(receivedAt)}` : ` ${short(time)}`;
}

function short(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}
