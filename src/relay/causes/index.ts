import type { Cause } from './cause.js';
import { connectionCauses } from './connection.js';
import { messageCauses } from './message.js';
import { securityCauses } from './security.js';
import { settingsCauses } from './settings.js';
import { webhookCauses } from './webhook.js';

export type { Cause };

/** Every cause, in the order in which a session can meet it. */
export const causes: readonly Cause[] = [
  ...settingsCauses,
  ...connectionCauses,
  ...securityCauses,
  ...messageCauses,
  ...webhookCauses,
];

/** The cause of an id that an error or a step names; undefined for an unknown one. */
export function causeOf(id: string): Cause | undefined {
  return (
    causes.find((cause) => cause.id === id) ??
    causes.find(
      (cause) => cause.id.endsWith('*') && id.startsWith(cause.id.slice(0, -1)) && id.length >= cause.id.length,
    )
  );
}
