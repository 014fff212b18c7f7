import type { View } from '../../commands/command.js';
import type { ProofFound } from '../../commands/prove/result.js';
import { proofFields } from '../../relay/proof.js';
import { renderJson } from '../json.js';
import { proveText } from './human.js';
import { proveGithub, proveJunit, proveTap } from './reports.js';

export const proveView: View<ProofFound> = {
  human: (result, { paint }) => proveText(result, paint),
  json: (result) =>
    result.kind === 'sender'
      ? renderJson('prove@1', proofFields(result))
      : renderJson('prove-virtual@1', proofFields(result)),
  junit: proveJunit,
  tap: proveTap,
  github: proveGithub,
};
