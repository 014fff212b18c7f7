import { tokenField } from '../../relay/letter.js';
import { readTrace } from '../../trace/field/read-trace.js';
import type { MessageKey } from './mailboxes.js';

/** Whether a message, of which the bytes are the beginning, has the key. */
export function hasKey(bytes: Uint8Array, key: MessageKey): boolean {
  const reading = readTrace(bytes, { input: 'cut' });
  return reading.kind === 'email' && fieldsHaveKey(reading.field(tokenField), reading.field('Message-ID'), key);
}

/** The same by the bodies of the two fields. */
export function fieldsHaveKey(
  tokens: readonly string[],
  messageIds: readonly string[],
  { token, messageId }: MessageKey,
): boolean {
  const ids = messageIds.map(bareId);
  return (
    (token !== undefined && (tokens.some((one) => one.trim() === token) || ids.some((id) => isOfToken(id, token)))) ||
    (messageId !== undefined && ids.includes(bareId(messageId)))
  );
}

/** A Message-ID without its angle brackets (RFC 5322 §3.6.4). */
export function bareId(text: string): string {
  return text.trim().replace(/^<(.*)>$/s, '$1');
}

function isOfToken(id: string, token: string): boolean {
  return id.slice(0, id.lastIndexOf('@')) === token;
}
