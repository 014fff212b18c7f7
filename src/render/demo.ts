import type { RenderContext, View } from '../commands/command.js';
import type { DemoResult, DemoStep } from '../commands/demo.js';
import { shellLines, shellWord } from '../shell-word.js';
import { renderJson } from './json.js';

export const demoView: View<DemoResult> = {
  human: tellStory,
  json: asObject,
};

/** What the commands print stands at the left edge: they have made it for the whole width, and safe. */
async function* tellStory({ steps, keptIn }: DemoResult, { paint, columns }: RenderContext): AsyncGenerator<string> {
  let number = 0;
  let wrong: DemoStep | undefined;
  for await (const step of steps) {
    number += 1;
    const call = shellLines(`akrelay ${step.words.map(shellWord).join(' ')}`, (columns ?? 80) - 4).join('\n  ');
    yield `${paint.cyan(`${number}. ${step.says}`)}\n${paint.bold(`$ ${call}`)}\n${step.output}\n`;
    if (step.exit !== step.expectedExit) wrong = step;
  }
  if (wrong)
    yield `${paint.red('The demo failed:')} the last command exited with ${wrong.exit}, not ${wrong.expectedExit}.\n`;
  else
    yield `${paint.green('All steps succeeded.')} The message through the relay is confirmed; the forged one is not.\n`;
  if (keptIn !== undefined) yield `The files are in ${keptIn}.\n`;
}

async function* asObject({ steps, keptIn }: DemoResult): AsyncGenerator<string> {
  const all: DemoStep[] = [];
  for await (const step of steps) all.push(step);
  yield renderJson('demo@1', { steps: all, keptIn: keptIn ?? null });
}
