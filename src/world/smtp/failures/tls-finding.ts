/** What ended a handshake. */
export interface TlsFinding {
  readonly id: string;
  readonly says: string;
  readonly hint: string;
}

/** How far a handshake came: whether the relay showed its certificate. */
export type HandshakeReached = 'nothing-shown' | 'certificate-shown';

/** The code of a system's or OpenSSL's error; empty when it has none. */
export function systemCode(error: Error): string {
  return String((error as { code?: unknown }).code ?? '');
}
