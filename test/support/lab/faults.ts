import { authFaults } from './faults/auth.js';
import { ehloFaults } from './faults/ehlo.js';
import { envelopeFaults } from './faults/envelope.js';
import type { FaultCase } from './faults/fault-case.js';
import { greetingFaults } from './faults/greeting.js';
import { hostileLogins } from './faults/hostile-auth.js';
import { hostileEnvelopes, hostileVerdicts } from './faults/hostile-message.js';
import { hostileOpenings } from './faults/hostile-opening.js';
import { messageFaults } from './faults/message.js';
import { oddFaults } from './faults/odd.js';
import { tlsFaults } from './faults/tls.js';

export type { FaultCase };

/** Every scripted fault, in the order in which a session meets them. */
export const faultCases: readonly FaultCase[] = [
  ...greetingFaults,
  ...ehloFaults,
  ...tlsFaults,
  ...authFaults,
  ...envelopeFaults,
  ...messageFaults,
  ...oddFaults,
  ...hostileOpenings,
  ...hostileLogins,
  ...hostileEnvelopes,
  ...hostileVerdicts,
];
