import type { Paint } from '../commands/command.js';
import { safeText } from '../safe-text.js';

/** What a person does after this step of the story. */
export function nextLine(command: string, paint: Paint): string {
  return `${paint.dim(`Next: ${safeText(command)}`)}\n`;
}
