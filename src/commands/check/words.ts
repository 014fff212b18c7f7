import { usageError } from '../../errors.js';
import { mailPorts } from '../../relay/check-matrix.js';
import { formatHostPort, parseHostPort } from '../../relay/host-port.js';
import { parseAddress } from '../../trace/address/address.js';
import type { RawWords } from '../command.js';
import { readList, readOption, type WordKind, wholeNumber } from '../words.js';

/** RFC 6376 §3.1: labels with dots between; Sendsay's have one inside. */
export const dkimSelector: WordKind<string> = {
  accepts: 'a DKIM selector',
  example: 'shop.1',
  read: (word) => (/^[\w-]{1,63}(?:\.[\w-]{1,63}){0,9}$/.test(word) ? word : undefined),
};

export const nameServer: WordKind<string> = {
  accepts: 'the address of a name server',
  example: '192.0.2.53',
  read: (word) => {
    const place = parseHostPort(word);
    return place && parseAddress(place.host) ? formatHostPort(place) : undefined;
  },
};

const portList: WordKind<readonly number[]> = {
  accepts: 'a list of up to 16 ports',
  example: '25,465,587',
  read: (word) => {
    const ports = readList(wholeNumber(1, 65_535), word);
    return ports !== undefined && ports.length <= 16 ? ports : undefined;
  },
};

/** The ports of the matrix; undefined: no matrix. Throws a usage error for ports without one. */
export function portsOf({ matrix, ports }: RawWords['options']): readonly number[] | undefined {
  const chosen = readOption(portList, '--ports', ports);
  if (matrix === true) return chosen ?? mailPorts;
  if (chosen === undefined) return undefined;
  throw usageError('--ports has no effect without --matrix.', 'Add --matrix, or remove --ports.');
}

/** Throws a usage error for an option that nothing would ask about. */
export function mustHaveEffect({ dns, negative, from, selector, resolver }: RawWords['options']): void {
  const useless =
    dns === true
      ? undefined
      : selector !== undefined
        ? '--selector'
        : resolver !== undefined
          ? '--resolver'
          : from !== undefined && negative !== true
            ? '--from'
            : undefined;
  if (useless === undefined) return;
  const needs = useless === '--from' ? '--dns or --negative' : '--dns';
  throw usageError(`${useless} has no effect without ${needs}.`, `Add ${needs}, or remove ${useless}.`);
}
