import path from 'node:path';

/** How a program is started; `verbatim`: the arguments are quoted already. */
export type Start =
  | { readonly file: string; readonly args: readonly string[]; readonly verbatim: boolean }
  | { readonly problem: string };

export interface WindowsPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isFile: (file: string) => boolean;
}

/**
 * How Windows starts a program by the name that people type: found along PATH with the endings of PATHEXT, never in the working
 * folder. A `.cmd` or `.bat` file is run by cmd.exe, which would read some characters of its arguments as commands: those are refused.
 */
export function windowsStart(argv: readonly string[], place: WindowsPlace): Start {
  const [program = '', ...args] = argv;
  const file = candidates(program, place).find(place.isFile);
  if (file === undefined) return { problem: `the command ${program} was not found` };
  if (!/\.(cmd|bat)$/i.test(file)) return { file, args, verbatim: false };
  if ([file, ...args].some((word) => /["%!^&|<>\r\n]/.test(word)))
    return {
      problem: `the command ${program} is a script of cmd.exe: its path and arguments cannot contain " % ! ^ & | < >`,
    };
  const line = [file, ...args].map((word) => `"${word.replace(/\\+$/, '$&$&')}"`).join(' ');
  return {
    file: variable(place.env, 'ComSpec') ?? 'cmd.exe',
    args: ['/d', '/s', '/v:off', '/c', `"${line}"`],
    verbatim: true,
  };
}

function candidates(program: string, { cwd, env }: WindowsPlace): string[] {
  const { win32 } = path;
  const folders = /[\\/:]/.test(program) ? [cwd] : (variable(env, 'Path') ?? '').split(';').filter((one) => one !== '');
  const endings = (variable(env, 'PATHEXT') ?? '.COM;.EXE;.BAT;.CMD').split(';').filter((one) => one !== '');
  const named = win32.extname(program) === '' ? [] : [''];
  return folders.flatMap((folder) => [...named, ...endings].map((ending) => win32.resolve(folder, program + ending)));
}

/** Windows does not tell the cases of a variable's name apart. */
function variable(env: WindowsPlace['env'], name: string): string | undefined {
  const key = Object.keys(env).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : env[key];
}
