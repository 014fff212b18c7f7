import { authenticationCauses } from './authentication.js';
import type { Cause } from './cause.js';
import { certificateCauses } from './certificates.js';
import { connectionCauses } from './connection.js';
import { fileCauses } from './file.js';
import { loginCauses } from './login.js';
import { mailboxCauses } from './mailbox.js';
import { messageCauses } from './message.js';
import { proofCauses } from './proof.js';
import { ruleCauses } from './rules.js';
import { settingsCauses } from './settings.js';
import { tlsCauses } from './tls.js';
import { undecidedCauses } from './undecided.js';
import { verdictCauses } from './verdicts.js';
import { weaknessCauses } from './weaknesses.js';
import { webhookCauses } from './webhook.js';

export type { Cause };

/** Every cause: of the file, then in the order in which a session can meet it, then of a message that arrived. */
export const causes: readonly Cause[] = [
  ...fileCauses,
  ...ruleCauses,
  ...settingsCauses,
  ...connectionCauses,
  ...tlsCauses,
  ...certificateCauses,
  ...loginCauses,
  ...weaknessCauses,
  ...messageCauses,
  ...webhookCauses,
  ...mailboxCauses,
  ...verdictCauses,
  ...undecidedCauses,
  ...authenticationCauses,
  ...proofCauses,
];

/** The cause of an id that an error or a step names; undefined for an unknown one. */
export function causeOf(id: string): Cause | undefined {
  return (
    causes.find((cause) => cause.id === id || cause.alsoCalled?.includes(id)) ??
    causes.find(
      (cause) => cause.id.endsWith('*') && id.startsWith(cause.id.slice(0, -1)) && id.length >= cause.id.length,
    )
  );
}
