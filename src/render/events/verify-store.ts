import type { View } from '../../commands/command.js';
import type { StoreDamage, StoreReport } from '../../commands/events/verify-store.js';
import { renderJson } from '../json.js';
import { counted } from './listen.js';

export const eventsVerifyStoreView: View<StoreReport> = {
  human: ({ bodies, events, distinctEvents, bytes, damage }, { paint }) => {
    const changed = damage.filter(({ kind }) => kind === 'changed').length;
    const state = changed === 0 ? paint.green('no damage') : paint.red(`${counted(changed, 'record')} damaged`);
    const what = `${bodies} requests with ${counted(events, 'event')} (${distinctEvents} distinct) in ${bytes} bytes`;
    return [`${state}: ${what}`, ...damage.map(place)].map((line) => `${line}\n`).join('');
  },
  json: (report) => renderJson('events-verify-store@1', report),
};

function place({ place: where, kind, bytes }: StoreDamage): string {
  const what = kind === 'torn' ? 'incomplete last record (still being written, or a crash)' : 'damaged';
  return `  ${where}  ${counted(bytes, 'byte')}: ${what}`;
}
