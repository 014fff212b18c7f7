import { exitCodes } from '../../exit-code.js';
import type { StepState } from '../../relay/check-step.js';
import { type Metric, metricsText, type Sample } from '../../relay/metrics.js';
import type { WatchState } from '../../relay/watch-state.js';
import type { Found, WatchRun } from './run.js';

/** What a file for node_exporter's textfile collector holds after a run. */
export function metricsOf(state: WatchState, run: WatchRun): string {
  const labels = { watch: state.watch };
  const one = (value: number): Sample[] => [{ labels, value }];
  const steps =
    run.found === undefined ? [] : stepsOf(run.found).map((step) => ({ ...step, of: { ...labels, ...step.of } }));
  const metrics: readonly Metric[] = [
    gauge('last_run_timestamp_seconds', 'When the last run began.', one(seconds(state.lastRunAt) ?? 0)),
    gauge(
      'last_success_timestamp_seconds',
      'When the last run with exit code 0 began.',
      state.lastSuccessAt === null ? [] : one(seconds(state.lastSuccessAt) ?? 0),
    ),
    gauge('last_run_duration_seconds', 'How long the last run took.', one(run.tookMs / 1_000)),
    gauge('exit_code', 'The exit code of the last run.', one(exitCodes[run.exit].code)),
    counter(
      'runs_total',
      'Runs by exit code.',
      Object.entries(state.exits).map(([exit, value]) => ({ labels: { ...labels, exit }, value })),
    ),
    gauge(
      'step',
      'A step of the last run in this state.',
      steps.map(({ of, state: word }) => ({ labels: { ...of, state: word }, value: 1 })),
    ),
    gauge(
      'step_duration_seconds',
      'How long a step of the last run took.',
      steps.flatMap(({ of, tookMs }) => (tookMs === null ? [] : [{ labels: of, value: tookMs / 1_000 }])),
    ),
    counter('messages_total', 'Messages by verdict.', run.command === 'verify' ? messages(state) : []),
  ];
  return metricsText(metrics);
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name: `akrelay_watch_${name}`, help, type: 'gauge', samples };
}

function counter(name: string, help: string, samples: readonly Sample[]): Metric {
  return { ...gauge(name, help, samples), type: 'counter' };
}

function seconds(at: string | null): number | undefined {
  return at === null ? undefined : Date.parse(at) / 1_000;
}

function messages({ watch, messages: counts }: WatchState): Sample[] {
  const { confirmed, notConfirmed, unknown, failed } = counts;
  const rows = { confirmed, 'not-confirmed': notConfirmed, unknown, failed };
  return Object.entries(rows).map(([verdict, value]) => ({ labels: { watch, verdict }, value }));
}

interface StepRow {
  readonly of: Readonly<Record<string, string>>;
  readonly state: StepState;
  readonly tookMs: number | null;
}

function stepsOf(found: Found): StepRow[] {
  if (found.kind === 'verify') return [];
  if (found.kind === 'check')
    return found.senders.flatMap(({ sender, steps }) =>
      steps.map(({ id, state, tookMs }) => ({ of: { sender, step: id }, state, tookMs })),
    );
  const { result } = found;
  if (result.kind === 'sender')
    return result.steps.map(({ id, state, tookMs }) => ({ of: { sender: result.sender, step: id }, state, tookMs }));
  return result.proofs.flatMap(({ rule, sender, steps }) =>
    steps.map(({ id, state, tookMs }) => ({ of: { rule: String(rule), sender, step: id }, state, tookMs })),
  );
}
