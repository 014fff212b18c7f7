import { AkrelayError } from '../errors.js';
import type { Config } from '../relay/config.js';
import { checkRules } from './check-rules.js';
import { checkShape } from './check-shape.js';
import { configOf } from './config-of.js';
import type { ConfigText } from './config-text.js';
import { checkEnvironments, unknownEnvironment, valuesIn } from './environments.js';
import { type Finding, type Problem, placed, problemLine } from './problem.js';
import { type ParsedText, readTree } from './read-tree.js';

/** What a text says: the config, when no problem is an error; and every problem, in the order of the file. */
export interface ConfigReading {
  readonly config: Config | undefined;
  readonly problems: readonly Problem[];
}

/** Reads a config with every problem at once. Never throws. */
export function readConfig(source: ConfigText): ConfigReading {
  return understand(source, readTree(source.text));
}

/** What a text that was read as YAML says. */
export function understand(source: ConfigText, parsed: ParsedText): ConfigReading {
  const { config, findings } = meaning(source, parsed);
  return { config, problems: placed(findings, source.text, source.shownAs) };
}

function meaning(
  source: ConfigText,
  { root, findings: syntax }: ParsedText,
): { config: Config | undefined; findings: readonly Finding[] } {
  if (root === undefined) return { config: undefined, findings: syntax };
  const { values, findings: shape } = checkShape(root);
  const base = checkRules(root, values, source.readableBy);
  const { environment } = source;
  const chosen = environment === undefined ? undefined : unknownEnvironment(root, environment);
  const findings = [
    ...shape,
    ...base,
    ...checkEnvironments(root, base, source.readableBy),
    ...(chosen === undefined ? [] : [chosen]),
  ];
  if (findings.some(({ severity }) => severity === 'error')) return { config: undefined, findings };
  const used = environment === undefined ? values : valuesIn(root, environment);
  return { config: used && configOf(used), findings };
}

/** The config. Throws `config` with every problem as a detail when one of them is an error; warnings do not throw. */
export function requireConfig(source: ConfigText): Config {
  const { config, problems } = readConfig(source);
  if (config === undefined) throw problemsError(source.shownAs, problems);
  return config;
}

/** The failure that lists a file's problems. */
export function problemsError(shownAs: string, problems: readonly Problem[]): AkrelayError {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  // Then it is the command line that is wrong, not the file.
  if (errors.length === 1 && first?.rule === 'environment/unknown')
    return new AkrelayError('config', {
      message: `In ${shownAs}, ${first.message}.`,
      hint: `${first.fix.charAt(0).toUpperCase()}${first.fix.slice(1)}.`,
      data: { problems: errors },
    });
  const count = errors.length === 1 ? 'one problem' : `${errors.length} problems`;
  return new AkrelayError('config', {
    message: `${shownAs} has ${count}.`,
    details: errors.map(problemLine),
    hint: 'Correct the file; akrelay config validate shows what is left.',
    data: { problems: errors },
  });
}
