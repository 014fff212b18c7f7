import type { View } from '../commands/command.js';
import type { Fetched, FetchResult } from '../commands/fetch.js';
import { safeText } from '../safe-text.js';
import { renderJson } from './json.js';

export const fetchView: View<FetchResult> = {
  human: ({ message, mailbox }, { columns }) => {
    if (message === undefined) return '';
    if (message.savedAs !== undefined)
      return `${safeText(message.savedAs)}: ${message.bytes.length} bytes, from ${safeText(message.folder)} of ${safeText(mailbox)}\n`;
    // A terminal would obey what is in the message.
    return columns === undefined ? message.bytes : shown(message.bytes);
  },
  json: ({ message, mailbox, folders, waitedMs }) =>
    renderJson('fetch@1', {
      mailbox,
      folders,
      waitedMs,
      message: message === undefined ? null : messageJson(message),
    }),
};

function messageJson({ bytes, arrivedAt, token, messageId, savedAs, removed, ...found }: Fetched): object {
  return {
    ...found,
    arrivedAt: arrivedAt ?? null,
    token: token ?? null,
    messageId: messageId ?? null,
    sizeBytes: bytes.length,
    savedAs: savedAs ?? null,
    removed: removed ?? null,
  };
}

function shown(bytes: Uint8Array): string {
  return new TextDecoder()
    .decode(bytes)
    .split('\n')
    .map((line) => safeText(line.replace(/\r$/, '').replaceAll('\t', '    ')))
    .join('\n');
}
