import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Authority } from '../../../src/world/lab/certificates.js';

/** What a server under test is started with. */
export interface ServerOptions {
  /** A folder of its own, which every user of the machine may enter. */
  readonly folder: string;
  readonly authority: Authority;
  readonly login: { readonly username: string; readonly password: string };
  /** The resolver that tells the server who its peers are. */
  readonly nameServer: string;
}

/** A real mail server on 127.0.0.1. It stores mail to qa@ and qb@example.net and knows no other mailbox there. */
export interface MailServer {
  readonly ports: {
    /** STARTTLS, and AUTH after it; mail is taken after a login only. */
    readonly submission: number;
    /** AUTH in clear text, where the server can be brought to offer that. */
    readonly clearText: number | undefined;
    /** No TLS and no login asked for, where the server is given such a port. */
    readonly open: number | undefined;
    /** Mail from anywhere; the client's address is what a PROXY header says. */
    readonly receiver: number;
  };
  readonly auth: readonly ('login' | 'plain' | 'cram-md5')[];
  /** Where each stored message is a file. */
  readonly mailbox: string;
  /** What it logged, for a test that failed. */
  readonly log: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

export const hostName = 'mx.example.net';

/** Makes the mailbox folders of a Maildir. */
export async function maildir(folder: string): Promise<void> {
  for (const part of ['new', 'cur', 'tmp']) await mkdir(path.join(folder, part), { recursive: true });
}

/** The file of the stored message that contains the words; waits for it, as servers deliver in their own time. */
export async function storedMessage(server: MailServer, words: string, timeoutMs = 15_000): Promise<string> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    for (const name of await readdir(server.mailbox).catch(() => [])) {
      const file = path.join(server.mailbox, name);
      if ((await readFile(file, 'latin1').catch(() => '')).includes(words)) return file;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no stored message contains ${words}; the log:\n${await server.log()}`);
}
