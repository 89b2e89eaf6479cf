import { spawn } from 'node:child_process';

const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

/**
 * Starts a program and collects what it prints. `sees` resolves when its output matches; `ended` with its exit code.
 * It gets a process session of its own, so that it cannot ask for passwords on the terminal. With `keepsInput`
 * its input stays open, for `type`.
 */
export function startProgram(command, args, { input, env = {}, cwd, keepsInput = false } = {}) {
  const child = spawn(command, args, { cwd, detached: true, env: { ...process.env, ...env }, stdio: 'pipe' });
  running.add(child);
  const program = { child, output: '', errors: '', ended: undefined, sees, stop, type };
  const checks = new Set();
  child.stdout.setEncoding('utf8').on('data', (text) => {
    program.output += text;
    for (const check of checks) check();
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    program.errors += text;
  });
  // A program that has ended does not read any more.
  child.stdin.on('error', () => undefined);
  if (keepsInput) child.stdin.write(input ?? '');
  else if (input === undefined) child.stdin.end();
  else child.stdin.end(input);
  program.ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve(code ?? signal);
    });
  });
  program.ended.catch(() => running.delete(child));

  /** Waits until `test`, given the output so far, returns what it found instead of undefined. */
  function sees(test, what, patienceMs = 20_000) {
    return new Promise((resolve, reject) => {
      const settle = (action, value) => {
        clearTimeout(timer);
        checks.delete(check);
        action(value);
      };
      const check = () => {
        const found = test(program.output);
        if (found !== undefined) settle(resolve, found);
        return found !== undefined;
      };
      const timer = setTimeout(
        () => settle(reject, new Error(`not seen in ${patienceMs / 1000} s: ${what}`)),
        patienceMs,
      );
      checks.add(check);
      const atEnd = () => check() || settle(reject, new Error(`ended without: ${what}`));
      program.ended.then(atEnd, atEnd);
      check();
    });
  }

  function type(text) {
    child.stdin.write(text);
  }

  async function stop(signal = 'SIGTERM') {
    child.kill(signal);
    return await program.ended;
  }

  return program;
}

/** Runs a program to its end; one that takes longer than `patienceMs` is ended and its code is `SIGKILL`. */
export async function runProgram(command, args, { patienceMs = 90_000, ...options } = {}) {
  const program = startProgram(command, args, options);
  const timer = setTimeout(() => program.child.kill('SIGKILL'), patienceMs);
  try {
    const code = await program.ended;
    return { code, output: program.output, errors: program.errors };
  } finally {
    clearTimeout(timer);
  }
}
