import { open } from 'node:fs/promises';
import path from 'node:path';
import { AkrelayError } from '../errors.js';
import type { InputSource, MessageFiles } from './message-files.js';
import { reasonOf } from './node-files.js';

/** Saved messages on this machine; relative paths start at `cwd`. */
export function nodeMessageFiles(cwd: string): MessageFiles {
  return { open: (file) => (file === '-' ? standardInput() : fileSource(cwd, file)) };
}

function fileSource(cwd: string, file: string): InputSource {
  return {
    name: file,
    head: async (limitBytes) => {
      try {
        await using handle = await open(path.resolve(cwd, file), 'r');
        const buffer = Buffer.alloc(limitBytes);
        const { bytesRead } = await handle.read(buffer, 0, limitBytes, 0);
        return buffer.subarray(0, bytesRead);
      } catch (error) {
        throw new AkrelayError('input-missing', {
          message: `Cannot read ${file}: ${reasonOf(error)}.`,
          hint: 'Check the path and its permissions.',
          cause: error,
        });
      }
    },
  };
}

function standardInput(): InputSource {
  return {
    name: '-',
    head: async (limitBytes) => {
      const chunks: Uint8Array[] = [];
      let length = 0;
      for await (const chunk of process.stdin) {
        chunks.push(chunk as Uint8Array);
        length += (chunk as Uint8Array).length;
        if (length >= limitBytes) break;
      }
      return Buffer.concat(chunks).subarray(0, limitBytes);
    },
  };
}
