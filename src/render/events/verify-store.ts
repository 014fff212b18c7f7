import type { View } from '../../commands/command.js';
import type { StoreDamage, StoreReport } from '../../commands/events/verify-store.js';
import { renderJson } from '../json.js';
import { counted } from './listen.js';

export const eventsVerifyStoreView: View<StoreReport> = {
  human: ({ bodies, events, distinctEvents, bytes, damage }, { paint }) => {
    const changed = damage.filter(({ kind }) => kind === 'changed').length;
    const state = changed === 0 ? paint.green('whole') : paint.red(`${counted(changed, 'record')} not as written`);
    const what = `${bodies} bodies with ${counted(events, 'event')}, ${distinctEvents} of them different, in ${bytes} bytes`;
    return [`${state}: ${what}`, ...damage.map(place)].map((line) => `${line}\n`).join('');
  },
  json: (report) => renderJson('events-verify-store@1', report),
};

function place({ place: where, kind, bytes }: StoreDamage): string {
  const what =
    kind === 'torn' ? 'the last record is not finished (being written, or a crash)' : 'not as it was written';
  return `  ${where}  ${counted(bytes, 'byte')}: ${what}`;
}
