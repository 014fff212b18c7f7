import type { View } from '../../commands/command.js';
import type { VerifyResult } from '../../commands/verify/result.js';
import { github } from './github.js';
import { human } from './human.js';
import { json, ndjson } from './json.js';
import { junit } from './junit.js';
import { tap } from './tap.js';

export const verifyView: View<VerifyResult> = { human, json, ndjson, junit, tap, github };
