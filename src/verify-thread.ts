import { parentPort, workerData } from 'node:worker_threads';
import type { FormatName, Paint } from './commands/command.js';
import { type JudgeTask, judgeFor } from './commands/verify/judge-for.js';
import { type SharedWork, type Writer, writeShare } from './commands/verify/share.js';
import { colourPaint } from './render/colour-paint.js';
import { plainPaint } from './render/plain-paint.js';
import { piecesIn } from './render/verify/view.js';
import { fileAt } from './world/messages/node-message-files.js';

/** What a thread is told at its start. */
interface Start {
  readonly task: JudgeTask;
  readonly format: FormatName;
  readonly colour: 'on' | 'off';
}

/** A thread of `verify`: judges what it is sent and sends back what the document says of it. */
const { task, format, colour }: Start = workerData;
const paint: Paint = colour === 'on' ? colourPaint : plainPaint;
const { item } = piecesIn(format, { paint, columns: undefined });
// Ctrl-C ends a thread from outside.
const { signal } = new AbortController();
const writer: Writer = { judge: judgeFor(task), item, file: (name, place) => fileAt(name, place, signal) };

/** Answers go back in the order in which they were asked for. */
let before: Promise<void> = Promise.resolve();
parentPort?.on('message', (work: SharedWork) => {
  before = before.then(async () => parentPort?.postMessage(await writeShare(work, writer)));
});
