import { Duplex } from 'node:stream';

type Write = (bytes: Buffer, done: () => void) => void;

/** The socket that nodemailer's client is given: what it writes is handed on, and it hears what it is told to. */
export class ClientSocket extends Duplex {
  constructor(readonly write_: Write) {
    super();
    // The channel tells how it ended.
    this.on('error', () => undefined);
  }

  /** A whole reply. */
  hear(reply: string): void {
    if (!this.destroyed) this.push(`${reply}\r\n`);
  }

  /** nodemailer's clock is not ours. */
  setTimeout(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.write_(chunk, done);
  }

  /** Commands that are written together leave together (RFC 2920). */
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.write_(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }
}
