import type { Paint } from '../../commands/command.js';
import type { MatrixCell } from '../../relay/check-matrix.js';
import { renderTable } from '../table.js';

const head = [
  { title: 'address', width: 'kept' },
  { title: 'port', width: 'kept' },
  { title: 'tls', width: 'kept' },
  { title: 'works', width: 'kept' },
  { title: 'seen', width: 'shrinks' },
] as const;

/** The cells as a table; a closed port is one line. */
export function matrixText(cells: readonly MatrixCell[], columns: number | undefined, paint: Paint): string {
  const shown = cells.filter(({ state, tls }) => state !== 'closed' || tls === 'none');
  return renderTable(head, shown.map(rowOf), columns, paint.bold);
}

function rowOf({ address, port, tls, state, evidence, finding }: MatrixCell): readonly string[] {
  const seen = finding === null ? evidence : `${evidence} [${finding}]`;
  return [address, String(port), state === 'closed' ? 'any' : tls, state === 'works' ? 'yes' : 'no', seen];
}
