import { runProgram } from '../../interop/support/program.mjs';

/** Stands for the code of a run that may end as it likes. */
export const anyCode = Symbol('any code');

/**
 * Runs a program to its end and returns what it printed.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ code?: number | symbol, says?: RegExp, env?: Record<string, string>, cwd?: string }} options
 * @throws Error when it ends with another code than `code`, or without having printed `says`
 */
export async function runExpecting(program, args, { code = 0, says = /./, ...options } = {}) {
  const { code: found, output, errors } = await runProgram(program, args, options);
  const text = output + errors;
  const what = `${[program, ...args].join(' ')}`;
  if (code !== anyCode && found !== code) throw new Error(`${what} ended with ${found}, not ${code}\n${text}`);
  if (!says.test(text)) throw new Error(`${what} did not print ${says}\n${text}`);
  return text;
}
