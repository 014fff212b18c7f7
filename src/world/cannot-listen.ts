import { AkrelayError } from '../errors.js';
import { formatHostPort, type HostPort } from '../relay/host-port.js';
import { reasonOf } from './files/node-reason.js';

/** What a server of ours says when it gets no port. */
export function cannotListen(
  place: HostPort,
  cause: unknown,
  hint = 'Choose another port with --port, or remove --port.',
): AkrelayError {
  return new AkrelayError('unreachable', {
    message: `Cannot listen on ${formatHostPort(place)}: ${reasonOf(cause)}.`,
    hint,
    cause,
  });
}
