import type { View } from '../../commands/command.js';
import type { VirtualListResult } from '../../commands/virtual/list.js';
import { renderJson } from '../json.js';
import { virtualJson } from '../rules.js';
import { type Column, renderTable } from '../table.js';

const head: readonly Column[] = [
  { title: 'NAME', width: 'kept' },
  { title: 'ACCOUNT', width: 'kept' },
  { title: 'RULES', width: 'kept' },
  { title: 'SENDERS', width: 'shrinks' },
];

export const virtualListView: View<VirtualListResult> = {
  human: ({ virtualSenders }, { columns, paint }) => {
    if (virtualSenders.length === 0) return 'No virtual senders. Create one with: akrelay virtual create\n';
    const rows = virtualSenders.map(({ name, account, rules }) => [
      name,
      String(account),
      String(rules.length),
      [...new Set(rules.flatMap(({ senders }) => senders.map(({ sender }) => sender)))].join(', ') || '-',
    ]);
    return renderTable(head, rows, columns, paint.bold);
  },
  json: ({ virtualSenders }) => renderJson('virtual-list@1', { virtualSenders: virtualSenders.map(virtualJson) }),
};
