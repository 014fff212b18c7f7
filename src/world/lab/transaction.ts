import { labSizeBytes } from '../../relay/lab-script.js';

/** One mail transaction (RFC 5321 §3.3): the envelope, and the text as far as it came. */
export class Transaction {
  #reversePath = '';
  #forwardPaths: string[] = [];
  #text: string[] = [];
  #sizeBytes = 0;

  get envelope(): { readonly reversePath: string; readonly forwardPaths: readonly string[] } {
    return { reversePath: this.#reversePath, forwardPaths: this.#forwardPaths };
  }

  get text(): string {
    return this.#text.join('\r\n');
  }

  get isTooBig(): boolean {
    return this.#sizeBytes > labSizeBytes;
  }

  /** A MAIL or RCPT command; MAIL begins the envelope again. */
  address(command: string): void {
    const path = /:\s*<([^>]*)>/.exec(command)?.[1] ?? '';
    if (/^RCPT/i.test(command)) this.#forwardPaths.push(path);
    else {
      this.#reversePath = path;
      this.#forwardPaths = [];
    }
  }

  /** A line of the text, its dot doubled (RFC 5321 §4.5.2). Whether it is the first. */
  line(line: string): boolean {
    this.#sizeBytes += line.length + 2;
    if (this.isTooBig) this.#text = [];
    else this.#text.push(line.replace(/^\./, ''));
    return this.#text.length === 1;
  }
}
