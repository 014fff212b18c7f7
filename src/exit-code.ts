/**
 * Exit codes: 0, 1 and 2 are answers; the rest follow sysexits.h, as other mail tools do.
 * The prose is what the README prints; a test holds both together.
 */
export const exitCodes = {
  done: { code: 0, meaning: 'done, confirmed' },
  no: { code: 1, meaning: 'ran; the answer is no (not confirmed, a check failed, some recipients refused)' },
  unknown: { code: 2, meaning: 'ran; cannot tell' },
  usage: { code: 64, meaning: 'wrong usage; an answer is needed and prompting is not possible' },
  data: { code: 65, meaning: 'the input is not what it must be (not an e-mail)' },
  noInput: { code: 66, meaning: 'input missing or unreadable' },
  noHost: { code: 68, meaning: 'host does not resolve' },
  unavailable: { code: 69, meaning: 'relay unreachable, or refused for good (5yz)' },
  bug: { code: 70, meaning: 'a bug of akrelay; the stack is shown under --debug' },
  cannotCreate: { code: 73, meaning: 'config cannot be written, or changed on disk meanwhile' },
  temporary: { code: 75, meaning: 'temporary failure (4yz, timeout): try again' },
  protocol: { code: 76, meaning: 'SMTP or TLS conversation broken' },
  authentication: { code: 77, meaning: 'authentication refused' },
  config: { code: 78, meaning: 'config missing or wrong' },
  cancelled: { code: 130, meaning: 'cancelled' },
  pipeClosed: { code: 141, meaning: 'the reader of stdout went away before everything was written' },
  terminated: { code: 143, meaning: 'ended by SIGTERM' },
} as const;

export type ExitName = keyof typeof exitCodes;
