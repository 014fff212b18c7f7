import type { ProofStep, ProofStepId } from '../../relay/proof.js';
import { stateWords } from '../../relay/state-words.js';
import type { World } from '../../world/world.js';

/** The steps of a proof on a terminal, while they are made. */
export interface LiveSteps {
  /** Begins the list of a message, with the steps that are known. */
  readonly message: (title: string, steps: readonly ProofStep[]) => void;
  /** A step that is under way, and what is waited for. */
  readonly running: (id: ProofStepId, what: string) => void;
  /** Steps that came out; with them what was under way under one of their names has ended. */
  readonly ended: (steps: readonly ProofStep[]) => void;
  /** Shows the steps of the work once it is done. */
  readonly while: <Result>(work: Promise<Result>, stepsOf: (result: Result) => readonly ProofStep[]) => Promise<Result>;
  /** Removes the list. */
  readonly stop: () => void;
}

/** A second is what a person sees. */
const redrawMs = 1_000;

/** A list that is drawn anew with each step, and each second while one is under way. */
export function liveSteps({ talk, clock }: Pick<World, 'talk' | 'clock'>): LiveSteps {
  let title = '';
  let done: readonly ProofStep[] = [];
  let underWay: readonly { readonly id: ProofStepId; readonly what: string; readonly sinceMs: number }[] = [];
  const draw = (): void => {
    const running = underWay.map(({ id, what, sinceMs }) => {
      const seconds = Math.floor((clock.elapsedMs() - sinceMs) / 1_000);
      return row('...', id, `${seconds} s`.padStart(8), what);
    });
    talk.progress([`${title}:`, ...done.map(doneRow), ...running]);
  };
  const timer = setInterval(() => {
    if (underWay.length > 0) draw();
  }, redrawMs);
  // Nothing waits for a picture.
  if (typeof timer === 'object') timer.unref();
  const ended = (steps: readonly ProofStep[]): void => {
    done = [...done, ...steps];
    underWay = underWay.filter(({ id }) => steps.every((one) => one.id !== id));
    draw();
  };
  return {
    ended,
    message: (name, steps) => {
      title = name;
      done = steps;
      underWay = [];
      draw();
    },
    running: (id, what) => {
      underWay = [...underWay, { id, what, sinceMs: clock.elapsedMs() }];
      draw();
    },
    while: async (work, stepsOf) => {
      const result = await work;
      ended(stepsOf(result));
      return result;
    },
    stop: () => {
      clearInterval(timer);
      talk.progress(undefined);
    },
  };
}

/** The time comes before what was seen, which is cut where the terminal is narrow. */
function doneRow({ id, state, evidence, tookMs }: ProofStep): string {
  return row(stateWords[state], id, (tookMs === null ? '' : `${Math.round(tookMs)} ms`).padStart(8), evidence);
}

function row(word: string, id: ProofStepId, took: string, text: string): string {
  return `  ${word.padEnd(4)}  ${id.padEnd(14)}  ${took}  ${text}`;
}
