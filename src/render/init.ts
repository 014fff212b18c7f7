import type { View } from '../commands/command.js';
import type { InitResult } from '../commands/init.js';
import { safeText } from '../safe-text.js';
import { shellWord } from '../shell-word.js';
import { renderJson } from './json.js';
import { nextLine } from './next.js';

export const initView: View<InitResult> = {
  human: ({ file, senders }, { paint }) => {
    const [first] = senders;
    const next = first === undefined ? 'akrelay sender create' : `akrelay check ${shellWord(first)}`;
    return `Wrote ${safeText(file)}\n${nextLine(next, paint)}`;
  },
  json: ({ file, senders }) => renderJson('init@1', { path: file, senders }),
};
