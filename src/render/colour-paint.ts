import { Chalk } from 'chalk';
import type { Paint } from '../commands/command.js';

// Whether to colour is decided before this is loaded; sixteen colours follow the reader's own palette.
const chalk = new Chalk({ level: 1 });

export const colourPaint: Paint = {
  bold: (text) => chalk.bold(text),
  dim: (text) => chalk.dim(text),
  red: (text) => chalk.red(text),
  green: (text) => chalk.green(text),
  yellow: (text) => chalk.yellow(text),
  cyan: (text) => chalk.cyan(text),
  mark: (text) => text,
};
