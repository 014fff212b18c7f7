import type { View } from '../../commands/command.js';
import type { ConfigPathResult } from '../../commands/config/path.js';
import { renderJson } from '../json.js';

export const configPathView: View<ConfigPathResult> = {
  human: ({ path }) => `${path}\n`,
  json: (result) => renderJson('config-path@1', result),
};
