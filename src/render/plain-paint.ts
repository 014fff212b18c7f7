import type { Paint } from '../commands/command.js';

const same = (text: string): string => text;
const mark = (text: string): string => `*${text}*`;

/** No colour at all; JSON, pipes and NO_COLOR get this one, and chalk is not loaded. */
export const plainPaint: Paint = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same, mark };
