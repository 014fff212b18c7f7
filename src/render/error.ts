import type { Paint } from '../commands/command.js';
import { type AkrelayError, exitOf } from '../errors.js';
import { exitCodes } from '../exit-code.js';
import { safeJson, safeText } from '../safe-text.js';

export interface ErrorContext {
  readonly json: boolean;
  readonly debug: boolean;
  readonly paint: Paint;
  /** Masks secrets in a library's words. */
  readonly fromOutside: (text: string) => string;
  /** The error's hint, fitted to the command line. */
  readonly hint: string | undefined;
}

/** The text of a failure for stderr: `error: …`, the details, the hint; or one JSON object. */
export function renderError(error: AkrelayError, context: ErrorContext): string {
  return context.json ? renderJson(error, context) : renderHuman(error, context);
}

/** With the exit code, for those who read the log and not the process. */
function renderJson({ kind, message, details, data }: AkrelayError, { hint }: ErrorContext): string {
  const parts = { kind, message, hint: hint ?? null, ...(details.length > 0 ? { details } : {}), ...data };
  const { code } = exitCodes[exitOf[kind]];
  return safeJson(`${JSON.stringify({ schema: 'akrelay/error@1', exit: code, error: parts }, null, 2)}\n`);
}

function renderHuman(error: AkrelayError, { debug, paint, fromOutside, hint }: ErrorContext): string {
  const lines = [
    `${paint.red('error:')} ${safeText(error.message)}`,
    ...error.details.map((line) => `  ${safeText(line)}`),
  ];
  if (hint !== undefined) lines.push(`${paint.cyan('hint:')} ${safeText(hint)}`);
  const { id } = error.data;
  if (typeof id === 'string') lines.push(`${paint.cyan('more:')} akrelay explain ${safeText(id)}`);
  if (debug) lines.push(...stackOf(error, fromOutside).map((line) => paint.dim(`  ${safeText(line)}`)));
  return `${lines.join('\n')}\n`;
}

/** Where it was thrown, and its cause, whose words are not ours. */
function stackOf({ stack = '', cause }: AkrelayError, fromOutside: ErrorContext['fromOutside']): string[] {
  const behind = cause instanceof Error ? `caused by ${fromOutside(cause.stack ?? cause.message)}` : '';
  return [stack, behind].filter((text) => text !== '').flatMap((text) => text.split('\n'));
}
