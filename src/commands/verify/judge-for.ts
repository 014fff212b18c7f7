import type { Config } from '../../relay/config.js';
import type { JudgeOptions } from '../../trace/path/judge-options.js';
import { pathJudge } from '../../trace/path/judge-path.js';
import type { Judge } from './judge-message.js';
import type { VerifyOptions } from './options.js';
import { type Relays, relaysFor } from './relays.js';

/** What a judge goes by, in plain data. */
export interface JudgeTask {
  readonly options: JudgeOptions;
  readonly asked: Relays['asked'];
}

type JudgeWords = Pick<VerifyOptions, 'wanted' | 'receivers' | 'trust' | 'tls' | 'maxDelayMs'>;

/** What the words and the config ask for. Throws `usage` for an unknown relay. */
export function judgeTask(options: JudgeWords, config: Config | undefined): JudgeTask {
  const { relays, asked } = relaysFor(options.wanted, config);
  return {
    asked,
    options: {
      relays,
      relay: asked?.name,
      receivers: [...options.receivers, ...(config?.receivers ?? [])],
      strict: options.trust === 'stated',
      requireTls: options.tls === 'required',
      maxDelayMs: options.maxDelayMs,
    },
  };
}

/** Judges so; a verdict that names no relay gets the one asked for. */
export function judgeFor({ options, asked }: JudgeTask): Judge {
  const judge = pathJudge(options);
  return (trace) => {
    const verdict = judge(trace);
    return verdict.relay === undefined && asked !== undefined ? { ...verdict, relay: asked, relays: [asked] } : verdict;
  };
}
