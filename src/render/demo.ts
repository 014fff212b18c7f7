import type { RenderContext, View } from '../commands/command.js';
import type { DemoResult, DemoStep } from '../commands/demo.js';
import { shellWord } from '../shell-word.js';
import { renderJson } from './json.js';

export const demoView: View<DemoResult> = {
  human: tellStory,
  json: asObject,
};

async function* tellStory({ steps, keptIn }: DemoResult, { paint }: RenderContext): AsyncGenerator<string> {
  let number = 0;
  let wrong: DemoStep | undefined;
  for await (const step of steps) {
    number += 1;
    const command = paint.bold(`$ akrelay ${step.words.map(shellWord).join(' ')}`);
    yield `${paint.cyan(`${number}. ${step.says}`)}\n${command}\n${indented(step.output)}\n`;
    if (step.exit !== step.expectedExit) wrong = step;
  }
  if (wrong)
    yield `${paint.red('The demo failed:')} the last command exited with ${wrong.exit}, not ${wrong.expectedExit}.\n`;
  else
    yield `${paint.green('All steps succeeded.')} The message through the relay is confirmed; the forged one is not.\n`;
  if (keptIn !== undefined) yield `The files are in ${keptIn}.\n`;
}

/** What the commands print is safe already: they are this program. */
function indented(output: string): string {
  return output.replace(/^(?=.)/gm, '  ');
}

async function* asObject({ steps, keptIn }: DemoResult): AsyncGenerator<string> {
  const all: DemoStep[] = [];
  for await (const step of steps) all.push(step);
  yield renderJson('demo@1', { steps: all, keptIn: keptIn ?? null });
}
