/**
 * Exit codes: 0, 1 and 2 are answers; the rest follow sysexits.h, as other mail tools do.
 * The prose is what the README prints; a test holds both together.
 */
export const exitCodes = {
  done: { code: 0, meaning: 'done, confirmed' },
  no: { code: 1, meaning: 'the answer is no: not confirmed, a check failed, or some recipients refused' },
  unknown: { code: 2, meaning: 'cannot tell' },
  usage: { code: 64, meaning: 'wrong usage, or a value is missing and akrelay cannot ask' },
  data: { code: 65, meaning: 'the input is not an e-mail' },
  noInput: { code: 66, meaning: 'the input is missing or cannot be read' },
  noHost: { code: 68, meaning: 'the host does not resolve' },
  unavailable: { code: 69, meaning: 'the relay cannot be reached, or refuses permanently (5yz)' },
  bug: { code: 70, meaning: 'internal error in akrelay; --debug shows details' },
  cannotCreate: { code: 73, meaning: 'a file cannot be written, or the config changed on disk' },
  temporary: { code: 75, meaning: 'temporary failure (4yz, timeout): try again' },
  protocol: { code: 76, meaning: 'the SMTP or TLS session broke' },
  authentication: { code: 77, meaning: 'the login was rejected' },
  config: { code: 78, meaning: 'the config is missing or has errors' },
  cancelled: { code: 130, meaning: 'cancelled' },
  pipeClosed: { code: 141, meaning: 'stdout was closed before all output was written' },
  terminated: { code: 143, meaning: 'terminated by SIGTERM' },
} as const;

export type ExitName = keyof typeof exitCodes;
