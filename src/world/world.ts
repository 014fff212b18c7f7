import type { OpenAuthenticator } from './authentication/authenticator.js';
import type { DemoStage } from './demo/demo-stage.js';
import type { OpenDns } from './dns/dns.js';
import type { EventsRoom } from './events/events-room.js';
import type { ConfigFiles } from './files/config-files.js';
import type { FileLock } from './files/file-lock.js';
import type { OwnFolder } from './files/own-folder.js';
import type { Lab, LabRequest } from './lab/lab.js';
import type { OpenMailbox } from './mailboxes/mailboxes.js';
import type { LetterContent } from './messages/letter-content.js';
import type { Inputs, MessageFiles } from './messages/message-files.js';
import type { Threads } from './messages/threads.js';
import type { Secrets } from './secrets/secrets.js';
import type { Smtp } from './smtp/smtp.js';
import type { StatisticsRoom } from './statistics/statistics-room.js';
import type { Prompts } from './terminal/prompts.js';

export type { ConfigFiles, Inputs, MessageFiles, Prompts };

export interface Clock {
  readonly now: () => Date;
  /** Monotonic, for durations. */
  readonly elapsedMs: () => number;
  /** Rejects with `cancelled` when the signal comes first. */
  readonly sleep: (ms: number, cancelled: AbortSignal) => Promise<void>;
}

/** Talk for the person, on stderr: never data. Outside text in it is made harmless. Silent under `--quiet`, except `warn`. */
export interface Talk {
  readonly note: (line: string) => void;
  readonly warn: (line: string) => void;
  /** Replaces the progress line, or a list that is updated in place; undefined removes it. Drawn on a terminal only. */
  readonly progress: (lines: string | readonly string[] | undefined) => void;
}

export interface ReadOptions {
  /** A file that is `kept`, the default, is not written over by the same call. */
  readonly fate?: 'kept' | 'replaceable';
  /** 64 when left out. */
  readonly mostMegabytes?: number;
  /** Only Ctrl-C ends a wait when left out. */
  readonly withinMs?: number | undefined;
}

/** Plain files, by path relative to the working folder. Errors are AkrelayErrors. */
export interface Files {
  /** Throws `input-missing`, also for what is too large, `temporary` when the time ran out. `-` is standard input. */
  readonly read: (path: string, options?: ReadOptions) => Promise<Uint8Array>;
  /** What is read by another way than `read`, and is not written over by the same call either. */
  readonly keep: (path: string) => void;
  /** Whole or not at all; throws `cannot-write`, or `usage` for the config in force and for what was read. `private` files are readable by their owner only. */
  readonly write: (path: string, data: string | Uint8Array, access: 'private' | 'shared') => Promise<void>;
  /** Makes a folder that only its owner may enter, and those above it, where there is none. Throws `cannot-write`. */
  readonly makeFolder: (path: string) => Promise<void>;
  /** Throws `cannot-write` for a folder with other files than those of an earlier call, which its `mark` is one of. */
  readonly expectOwnFolder: (own: Omit<OwnFolder, 'folder'> & { readonly mark: string }) => Promise<void>;
  /** Throws as `write` would where `write` would have no place, so that the network is not asked in vain. */
  readonly expectPlace: (path: string) => Promise<void>;
  /** Removes a file, if it is there. Throws `cannot-write`, or `usage` as `write` does. */
  readonly remove: (path: string) => Promise<void>;
  /** Keeps a file for this process until `release`, waiting for whoever has it. Throws `temporary`, naming that process, or `cannot-write`. */
  readonly lock: (path: string) => Promise<FileLock>;
}

/**
 * Everything a command may touch outside itself. Made once per call, with the global options already applied:
 * `prompts` is undefined where prompting is not possible (no terminal, `--no-input`).
 * Parts that load a library are functions, so that a command pays only for what it uses.
 */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly clock: Clock;
  /** Random bytes as lower-case hexadecimal. */
  readonly randomHex: (bytes: number) => string;
  readonly talk: Talk;
  readonly files: Files;
  readonly messages: MessageFiles;
  /** Threads that judge by the task and write results down as this call does; `most`: undefined = one for each other core. */
  readonly threads: <Work, Answer>(task: unknown, most: number | undefined) => Promise<Threads<Work, Answer>>;
  readonly config: ConfigFiles;
  readonly prompts: Prompts | undefined;
  /** Starts the embedded servers of `demo`; `keep` is the folder to leave the files in. */
  readonly demoStage: (keep: string | undefined) => Promise<DemoStage>;
  readonly secrets: Secrets;
  readonly smtp: Smtp;
  readonly dns: OpenDns;
  /** Checks the authentication of messages. */
  readonly authenticator: OpenAuthenticator;
  /** Where test messages arrive. */
  readonly mailbox: OpenMailbox;
  /** Receiving, reading and posting events. */
  readonly events: () => Promise<EventsRoom>;
  /** Exports of statistics. */
  readonly statistics: () => Promise<StatisticsRoom>;
  /** Starts a scripted relay on 127.0.0.1. */
  readonly startLab: (request: LabRequest) => Promise<Lab>;
  /** What a person recognises a message by. Never throws. */
  readonly letterContent: (bytes: Uint8Array) => Promise<LetterContent>;
  /** Every secret passes here once, so that no output can show it. */
  readonly learnSecret: (secret: string) => void;
  /** Aborted by Ctrl-C; a command that holds something open lets go of it and rejects. */
  readonly cancelled: AbortSignal;
}
