import type { View } from '../commands/command.js';
import type { InitResult } from '../commands/init.js';
import { safeText } from '../safe-text.js';
import { renderJson } from './json.js';

export const initView: View<InitResult> = {
  human: ({ path }, { paint }) => `Wrote ${safeText(path)}\n${paint.dim('Next: akrelay sender create')}\n`,
  json: (result) => renderJson('init@1', result),
};
