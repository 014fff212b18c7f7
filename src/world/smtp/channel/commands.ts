import type { SmtpStage } from '../../../relay/smtp-stage.js';

const stageOfVerb: Readonly<Record<string, SmtpStage>> = {
  EHLO: 'ehlo',
  HELO: 'ehlo',
  STARTTLS: 'starttls',
  AUTH: 'auth',
  MAIL: 'mail',
  RCPT: 'rcpt',
  DATA: 'data',
  RSET: 'rset',
  QUIT: 'quit',
};

/** The commands in what a client writes; it writes whole ones only. */
export function commandsIn(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.replace(/\r\n$/, '').split('\r\n');
}

/** A command as it may be shown, and its stage. `isInLogin`: a line is a part of the login, whatever it looks like. */
export function shownCommand(command: string, isInLogin: boolean): { stage: SmtpStage; shown: string } {
  if (isInLogin) return { stage: 'auth', shown: '***' };
  const stage = stageOfVerb[command.split(' ', 1)[0]?.toUpperCase() ?? ''] ?? 'auth';
  return { stage, shown: stage === 'auth' ? maskLogin(command) : command };
}

/** What a login says is a secret, its method is not. */
function maskLogin(command: string): string {
  const method = /^AUTH \S+/i.exec(command)?.[0];
  if (method === undefined) return '***';
  return method.length === command.length ? method : `${method} ***`;
}
