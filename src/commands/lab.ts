import { isTerminated, usageError } from '../errors.js';
import type { ExitName } from '../exit-code.js';
import { type FaultWord, faultShapes, readFaultWord } from '../relay/lab-fault.js';
import { type LabEvent, type LabScript, labMailbox } from '../relay/lab-script.js';
import { authMethods, type TlsMode, tlsModes } from '../relay/sender.js';
import type { LabRequest } from '../world/lab/lab.js';
import type { CommandSpec } from './command.js';
import { repeated, withExamples, withNote } from './declare.js';
import { filePath, oneOf, readList, readOption, readWord, type WordKind, wholeNumber } from './words.js';

export interface LabResult {
  readonly port: number;
  readonly tls: TlsMode;
  readonly caFile: string | undefined;
  readonly keep: string | undefined;
  readonly events: AsyncIterable<LabEvent>;
}

export const spec: CommandSpec<LabRequest, LabResult> = {
  declare: (command) => {
    command
      .description(
        'Run a test relay on 127.0.0.1 that can fail on demand. It accepts any login, forwards no mail, and stores mail only with --keep. Press Ctrl-C to stop it.',
      )
      .option('--fault <words>', 'comma-separated, repeatable; see below', repeated)
      .option('--port <n>', 'port to listen on (default: chosen by the system)')
      .option('--tls <mode>', `${tlsModes.join(', ')} (default: starttls)`)
      .option('--auth <methods>', `comma-separated: ${labMethods.join(', ')} (default: login,plain)`)
      .option('--keep <dir>', `store accepted mail in this Maildir, as if ${labMailbox} had received it from the lab`)
      .option('--ca-file <file>', 'where to write its certificate authority (default: akrelay-lab-ca.pem)');
    withNote(command, 'Faults', faultShapes);
    withExamples(command, [
      'akrelay lab --port 2525 --fault rcpt-451@2,drop-after-dot',
      'akrelay lab --tls implicit --fault cert-expired',
      'akrelay lab --fault stall-at-dot --json',
      'akrelay lab --port 2525 --keep Maildir',
    ]);
  },
  parse: ({ options }) => {
    const words = ((options['fault'] ?? []) as string[]).flatMap((list) => list.split(','));
    const faults = words.map((word) => readWord(faultWord, '--fault', word));
    const tls = readOption(oneOf(tlsModes), '--tls', options['tls']) ?? 'starttls';
    if (tls === 'none' && options['caFile'] !== undefined)
      throw usageError('--ca-file has no effect with --tls none.', 'Remove one of them.');
    const auth = readOption(authList, '--auth', options['auth']) ?? ['LOGIN', 'PLAIN'];
    return {
      script: scriptOf(tls, auth, faults),
      certificate: faults.flatMap((word) => (word.kind === 'certificate' ? [word.certificate] : []))[0] ?? 'good',
      clientCertificate: faults.some(({ kind }) => kind === 'client-cert') ? 'wanted' : 'not-asked-for',
      keep: readOption(filePath, '--keep', options['keep']),
      port: readOption(wholeNumber(0, 65_535), '--port', options['port']) ?? 0,
      caFile:
        tls === 'none' ? undefined : (readOption(filePath, '--ca-file', options['caFile']) ?? 'akrelay-lab-ca.pem'),
    };
  },
  run: async (request, world) => {
    const { port, events } = await world.startLab(request);
    // Ctrl-C is how a lab is ended; a signal from elsewhere is told as such.
    const exit = (): ExitName => (isTerminated(world.cancelled) ? 'terminated' : 'done');
    return { result: { port, tls: request.script.tls, caFile: request.caFile, keep: request.keep, events }, exit };
  },
};

const faultWord: WordKind<FaultWord> = {
  accepts: 'a fault',
  example: 'rcpt-451@2',
  read: readFaultWord,
};

const labMethods = authMethods.filter((method) => method !== 'none');

const authList: WordKind<readonly string[]> = {
  accepts: `one or more of ${labMethods.join(', ')}`,
  read: (word) => readList(oneOf(labMethods), word.toLowerCase())?.map((method) => method.toUpperCase()),
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
