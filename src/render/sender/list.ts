import type { View } from '../../commands/command.js';
import type { SenderListResult } from '../../commands/sender/list.js';
import { renderJson } from '../json.js';
import { type Column, renderTable } from '../table.js';
import { hostAndPort, senderJson } from './fields.js';

const head: readonly Column[] = [
  { title: 'NAME', width: 'kept' },
  { title: 'PROVIDER', width: 'shrinks' },
  { title: 'HOST', width: 'kept' },
  { title: 'TLS', width: 'shrinks' },
  { title: 'AUTH', width: 'shrinks' },
  { title: 'WEBHOOK', width: 'shrinks' },
  { title: 'USED BY', width: 'shrinks' },
];

export const senderListView: View<SenderListResult> = {
  human: ({ senders }, { columns, paint }) => {
    if (senders.length === 0) return 'No senders. Create one with: akrelay sender create\n';
    const rows = senders.map(({ sender: { name, provider, relay, webhook }, uses }) => [
      name,
      provider,
      hostAndPort(relay),
      relay.tls,
      relay.auth,
      webhook.enabled ? 'on' : 'off',
      [...new Set(uses.map(({ calledAs }) => calledAs))].join(', ') || '-',
    ]);
    return renderTable(head, rows, columns, paint.bold);
  },
  json: ({ senders }) => renderJson('sender-list@1', { senders: senders.map(({ sender }) => senderJson(sender)) }),
};
