import type { Config } from '../../relay/config.js';
import { pathJudge } from '../../trace/judge-path.js';
import type { Judge } from './judge-message.js';
import type { VerifyOptions } from './options.js';
import { relaysFor } from './relays.js';

/** Judges by what the words and the config ask for; a verdict that names no relay gets the one asked for. Throws `usage` for an unknown one. */
export function judgeFor(options: VerifyOptions, config: Config | undefined): Judge {
  const { relays, asked } = relaysFor(options.wanted, config);
  const judge = pathJudge({
    relays,
    relay: asked?.name,
    receivers: [...options.receivers, ...(config?.receivers ?? [])],
    strict: options.trust === 'stated',
    requireTls: options.tls === 'required',
    maxDelayMs: options.maxDelayMs,
  });
  return (trace) => {
    const verdict = judge(trace);
    return verdict.relay === undefined && asked !== undefined ? { ...verdict, relay: asked } : verdict;
  };
}
