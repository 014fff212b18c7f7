import { usageError } from '../errors.js';
import { type FaultWord, faultShapes, readFaultWord } from '../relay/lab-fault.js';
import type { LabEvent, LabScript } from '../relay/lab-script.js';
import { type TlsMode, tlsModes } from '../relay/sender.js';
import type { LabRequest } from '../world/lab/lab.js';
import type { CommandSpec } from './command.js';
import { withExamples } from './declare.js';
import { filePath, oneOf, readOption, readWord, type WordKind, wholeNumber } from './words.js';

export interface LabResult {
  readonly port: number;
  readonly tls: TlsMode;
  readonly caFile: string | undefined;
  readonly events: AsyncIterable<LabEvent>;
}

export const lab: CommandSpec<LabRequest, LabResult> = {
  declare: (command) => {
    command
      .description(
        'Run a relay on 127.0.0.1 that fails as told, for tests of your own. It takes any login and keeps no mail; Ctrl-C ends it.',
      )
      .option('--fault <words>', 'comma-separated, repeatable; see below', several)
      .option('--port <n>', 'port to listen on; one of the system’s choice when left out')
      .option('--tls <mode>', `${tlsModes.join(', ')} (starttls)`)
      .option('--auth <methods>', 'comma-separated: login, plain, cram-md5 (login,plain)')
      .option('--ca-file <file>', 'where to write its certificate authority (akrelay-lab-ca.pem)')
      .addHelpText('after', ['', 'Faults:', ...faultShapes.map((shape) => `  ${shape}`)].join('\n'));
    withExamples(command, [
      'akrelay lab --port 2525 --fault rcpt-451@2,drop-after-dot',
      'akrelay lab --tls implicit --fault cert-expired',
      'akrelay lab --fault stall-at-dot --json',
    ]);
  },
  parse: ({ options }) => {
    const words = ((options['fault'] ?? []) as string[]).flatMap((list) => list.split(','));
    const faults = words.map((word) => readWord(faultWord, '--fault', word));
    const tls = readOption(oneOf(tlsModes), '--tls', options['tls']) ?? 'starttls';
    if (tls === 'none' && options['caFile'] !== undefined)
      throw usageError('--ca-file has no effect with --tls none: no certificate is made.', 'Leave one of the two out.');
    const auth = readOption(authList, '--auth', options['auth']) ?? ['LOGIN', 'PLAIN'];
    return {
      script: scriptOf(tls, auth, faults),
      certificate: faults.flatMap((word) => (word.kind === 'certificate' ? [word.certificate] : []))[0] ?? 'good',
      port: readOption(wholeNumber(0, 65_535), '--port', options['port']) ?? 0,
      caFile:
        tls === 'none' ? undefined : (readOption(filePath, '--ca-file', options['caFile']) ?? 'akrelay-lab-ca.pem'),
    };
  },
  run: async (request, world) => {
    const { port, events } = await world.startLab(request);
    return { result: { port, tls: request.script.tls, caFile: request.caFile, events }, exit: 'done' };
  },
};

function several(word: string, before: readonly string[] = []): string[] {
  return [...before, word];
}

const faultWord: WordKind<FaultWord> = {
  accepts: 'a fault, such as rcpt-451@2 or close-at-dot',
  read: readFaultWord,
};

const authList: WordKind<readonly string[]> = {
  accepts: 'some of login, plain, cram-md5',
  read: (word) => {
    const methods = word.toUpperCase().split(',');
    return methods.every((method) => ['LOGIN', 'PLAIN', 'CRAM-MD5'].includes(method)) ? methods : undefined;
  },
};

/** `no-starttls` leaves a server that speaks no TLS at all; the certificate of its kind is then never shown. */
function scriptOf(tls: TlsMode, auth: readonly string[], words: readonly FaultWord[]): LabScript {
  const has = (kind: FaultWord['kind']): boolean => words.some((word) => word.kind === kind);
  return {
    tls: has('no-starttls') ? 'none' : tls,
    auth: has('no-auth') ? [] : auth,
    faults: words.flatMap((word) => (word.kind === 'at' ? [word.fault] : [])),
  };
}
