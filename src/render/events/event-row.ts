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
  const detail = kind === 'other' ? `'${word}'` : [link, status, reason].filter((part) => part !== undefined).join(' ');
  return [
    timeCell(event),
    source,
    copy === 'again' ? `${kind} (copy)` : kind,
    recipient ?? '-',
    message ?? '-',
    detail,
  ];
}

/** The time of the event, else that of its receipt, marked. */
function timeCell({ atMs, receivedAt }: ShownEvent): string {
  const time = isoTime(atMs);
  return time === undefined ? `~${short(receivedAt)}` : ` ${short(time)}`;
}

function short(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}
