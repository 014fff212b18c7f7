import { AkrelayError } from '../errors.js';
import type { Config } from '../relay/config.js';
import { checkRules } from './check-rules.js';
import { checkShape } from './check-shape.js';
import { configOf } from './config-of.js';
import type { ConfigText } from './config-text.js';
import { checkEnvironments, unknownEnvironment, valuesIn } from './environments.js';
import { type Finding, listed, type Omitted, type Problem, placed, problemLine } from './problem.js';
import { readTree } from './read-tree.js';
import type { ParsedText } from './tree-reader.js';

/** What a text says: the config, when no problem is an error; and the problems, in the order of the file. */
export interface ConfigReading {
  readonly config: Config | undefined;
  /** Some hundred at most. */
  readonly problems: readonly Problem[];
  /** What there is besides them. */
  readonly omitted: Omitted;
}

/** Reads a config with every problem at once. Never throws. */
export function readConfig(source: ConfigText): ConfigReading {
  return understand(source, readTree(source.text));
}

/** What a text that was read as YAML says. */
export function understand(source: ConfigText, parsed: ParsedText): ConfigReading {
  const { config, findings, more } = meaning(source, parsed);
  const { told, omitted } = listed(findings);
  return {
    config,
    problems: placed(told, source.text, source.shownAs),
    omitted: { ...omitted, errors: omitted.errors + more },
  };
}

interface Meaning {
  readonly config: Config | undefined;
  readonly findings: readonly Finding[];
  /** Errors that were only counted. */
  readonly more: number;
}

function meaning(source: ConfigText, { root, findings: syntax }: ParsedText): Meaning {
  if (root === undefined) return { config: undefined, findings: syntax, more: 0 };
  const { values, findings: shape, more } = checkShape(root);
  const base = checkRules(root, values, source.readableBy);
  const { environment } = source;
  const chosen = environment === undefined ? undefined : unknownEnvironment(root, environment);
  const findings = [
    ...shape,
    ...base,
    ...checkEnvironments(root, base, source.readableBy),
    ...(chosen === undefined ? [] : [chosen]),
  ];
  if (findings.some(({ severity }) => severity === 'error')) return { config: undefined, findings, more };
  const used = environment === undefined ? values : valuesIn(root, environment);
  return { config: used && configOf(used), findings, more };
}

/** The config. Throws `config` with every problem as a detail when one of them is an error; warnings do not throw. */
export function requireConfig(source: ConfigText): Config {
  const reading = readConfig(source);
  if (reading.config === undefined) throw problemsError(source.shownAs, reading);
  return reading.config;
}

/** The failure that lists a file's problems. */
export function problemsError(shownAs: string, { problems, omitted }: ConfigReading): AkrelayError {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  // Then it is the command line that is wrong, not the file.
  if (errors.length === 1 && first?.rule === 'environment/unknown')
    return new AkrelayError('config', {
      message: `In ${shownAs}, ${first.message}.`,
      hint: first.fix,
      data: { problems: errors },
    });
  const total = errors.length + omitted.errors;
  const count = total === 1 ? 'one problem' : `${total} problems`;
  return new AkrelayError('config', {
    message: `${shownAs} has ${count}.`,
    details: [...errors.map(problemLine), ...(omitted.errors > 0 ? [`and ${omitted.errors} more`] : [])],
    hint: 'Correct the file, then run: akrelay config validate',
    data: { problems: errors },
  });
}
