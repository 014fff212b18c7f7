import type { Random } from './hostile.js';

/** Lines as a relay's own handover would look, for a liar to put below. */
const perfect = [
  (by: string) =>
    `from gato12.sndsy.ru (gato12.sndsy.ru [185.138.182.13]) by ${by} (Postfix) with ESMTPS id 4Xq1kZ0abc; Sat, 28 Nov 2026 06:14:05 +0000`,
  (by: string) =>
    `from gato12.sndsy.ru ([185.138.182.13])\n\tby ${by} with esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\n\t(Exim 4.98)\n` +
    '\t(envelope-from <news@shop.example>)\n\tid 1vMqB2-000000004Xy-2abC\n\tfor qa@corp.example;\n\tSat, 28 Nov 2026 06:14:05 +0000',
  (by: string) =>
    `from gato12.sndsy.ru (185.138.182.13) by ${by} (10.20.30.40) with Microsoft SMTP Server id 15.2.1748.37 via Frontend ` +
    'Transport; Sat, 28 Nov 2026 06:14:05 +0000',
  (by: string) =>
    `from localhost (localhost [127.0.0.1]) by ${by} (Postfix) with ESMTP id 4Xq1kZ0abd; Sat, 28 Nov 2026 06:14:06 +0000\n` +
    `Received: from gato12.sndsy.ru (gato12.sndsy.ru [185.138.182.13]) by ${by} (Postfix) with ESMTPS id 4Xq1kZ0abc; ` +
    'Sat, 28 Nov 2026 06:14:05 +0000',
];

export function forgedLine(random: Random, by: string): string {
  return random.pick(perfect)(by);
}

export interface MessageParts {
  /** What servers wrote, newest first. */
  readonly servers: readonly string[];
  /** A line that begins with a blank, at the very start of what the client sent. */
  readonly begin: string | undefined;
  /** Trace lines that the client sent along. */
  readonly brought: readonly string[];
}

/** A message as a file with LF has it. */
export function messageOf({ servers, begin, brought }: MessageParts): Uint8Array {
  const written = (field: string): string => `Received: ${field.replaceAll('\r\n', '\n')}\n`;
  const trace = [...servers.map(written), begin === undefined ? '' : `${begin}\n`, ...brought.map(written)];
  return Buffer.from(`${trace.join('')}From: news@shop.example\nSubject: x\n\nbody\n`);
}
