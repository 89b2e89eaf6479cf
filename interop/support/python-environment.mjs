import { join } from 'node:path';
import { runProgram } from './program.mjs';

/** Returns a Python that has `requirement`, or several, in an environment of its own in `folder`; or why there is none. */
export async function makePython(folder, requirement) {
  for (const python of [process.env.PYTHON, 'python3', '/usr/bin/python3'].filter(Boolean)) {
    const made = await runProgram(python, ['-m', 'venv', folder]).catch(() => ({ code: 1 }));
    if (made.code !== 0) continue;
    const installed = join(folder, 'bin', 'python');
    const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...[requirement].flat()];
    const { code, errors } = await runProgram(installed, args, { patienceMs: 120_000 });
    if (code === 0) return { python: installed };
    return { skipped: `pip cannot install ${requirement}: ${errors.trim().split('\n').at(-1)}` };
  }
  return { skipped: 'no python3 that can make a virtual environment' };
}
