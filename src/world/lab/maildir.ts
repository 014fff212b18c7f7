import { renameSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { AkrelayError } from '../../errors.js';
import { type LabMessage, labAddress, labMailbox, labName } from '../../relay/lab-script.js';
import { makeFolders } from '../files/make-folders.js';
import { reasonOf } from '../files/node-reason.js';
import { expectOwnFolder } from '../files/own-folder.js';

const parts = ['cur', 'new', 'tmp'] as const;

export interface Maildir {
  /**
   * Writes a message, as a mailbox server would, and returns its path below the folder's parent, as the folder was given. At once:
   * who reads the relay's answer finds the message there.
   */
  readonly keep: (message: LabMessage, receivedAt: Date) => string;
}

/** A Maildir to write to; it is made where there is none. Throws `cannot-write`, also for a folder that holds something else. */
export async function openMaildir(cwd: string, folder: string): Promise<Maildir> {
  const root = path.resolve(cwd, folder);
  try {
    await expectMaildir(root, folder);
    for (const part of parts) await makeFolders(path.join(root, part), 0o700);
  } catch (cause) {
    throw cause instanceof AkrelayError ? cause : cannotKeep(folder, cause);
  }
  let count = 0;
  return {
    keep: (message, receivedAt) => {
      const name = `${Math.floor(receivedAt.getTime() / 1000)}.P${process.pid}Q${++count}.${hostName()}`;
      const bytes = Buffer.from(`${traceFields(message, receivedAt)}${message.text}\r\n`, 'latin1');
      // Whole in tmp first: whoever reads new never sees a part.
      const beside = path.join(root, 'tmp', name);
      try {
        writeFileSync(beside, bytes, { flag: 'wx', mode: 0o600 });
        renameSync(beside, path.join(root, 'new', name));
      } catch (cause) {
        throw cannotKeep(folder, cause);
      }
      return path.join(folder, 'new', name);
    },
  };
}

function cannotKeep(folder: string, cause: unknown): AkrelayError {
  return new AkrelayError('cannot-write', {
    message: `Cannot write in ${folder}: ${reasonOf(cause)}.`,
    hint: 'Give --keep a new folder in a place where you can write.',
    cause,
  });
}

function expectMaildir(folder: string, shown: string): Promise<void> {
  const own = { folder, shown, flag: '--keep', what: 'a Maildir (cur, new, tmp)', name: 'Maildir' };
  // Another lab may be making it: then its parts are all that is there.
  const isPart = (name: string): boolean => parts.some((part) => part === name);
  return expectOwnFolder(own, (names) => names.every(isPart) || parts.every((part) => names.includes(part)));
}

/** The characters that a Maildir gives a meaning of its own. */
function hostName(): string {
  return hostname().replaceAll('/', '\\057').replaceAll(':', '\\072');
}

/**
 * What is above a message that came through the lab as a relay (RFC 5321 §4.4): the lab's own line, below that of the
 * mailbox server that took it over from the lab's address. That server is played, so that the line which decides is there.
 */
export function traceFields(message: LabMessage, receivedAt: Date): string {
  const { id, ehloName, clientAddress, transmissionType, tls, reversePath, forwardPaths } = message;
  const [only] = forwardPaths;
  const recipient = only !== undefined && forwardPaths.length === 1 ? `\r\n\tfor <${only}>` : '';
  const at = receivedAt.toUTCString().replace('GMT', '+0000');
  const line = (from: string, secured: string, by: string, kind: string): string =>
    `Received: from ${from}${secured}\r\n\tby ${by} (akrelay lab) with ${kind} id ${id}${recipient}; ${at}\r\n`;
  const using = tls === undefined ? '' : `\r\n\t(using ${tls.version} with cipher ${tls.cipher})`;
  return [
    `Return-Path: <${reversePath}>\r\n`,
    line(`${labName} (${labName} [${labAddress}])`, using, labMailbox, tls === undefined ? 'ESMTP' : 'ESMTPS'),
    line(`${plainWord(ehloName)} (unknown [${clientAddress}])`, using, labName, transmissionType),
  ].join('');
}

/** What a client calls itself must not reach beyond its place in the line. */
function plainWord(name: string): string {
  return /^[\w.:[\]-]{1,255}$/.test(name) ? name : 'unknown';
}
