import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { type Clock, untilAborted } from '@esp-prov/protocol';
import { programEnvironment } from './program-environment.ts';
import { endingOf, notStarted, programFailed } from './program-error.ts';
import type { GuardedProgram, ProgramGuard } from './programs.ts';
import { readLines } from './read-lines.ts';

const defaultGraceMs = 1000;

/** How long a program may take to end when it is asked to, in seconds; then it is killed. */
const endSeconds = 2;

/** What has left the group of the program may keep its pipes open for ever; what the program itself printed is there by then. */
const drainMs = 1000;

/**
 * A child does not end with its parent, and a parent that is killed cannot end it. The pipe to this shell closes however
 * the parent ends, so the shell ends the program then. Descriptor 3 is for its own words: the process id, or that there
 * is no such program. The shell waits for the program, so its exit code is that of the program. The program leads a
 * group, where the system has setsid: a command line for a shell is ended with all that it has started.
 */
const watchScript = `
command -v -- "$1" >/dev/null || { echo missing >&3; exit 127; }
command -v setsid >/dev/null && set -- setsid "$@"
exec 4<&0
"$@" </dev/null 3>&- 4<&- &
program=$!
echo "$program" >&3
exec >&- 3>&- 2>&-
end() {
  kill -s "$1" -- "-$program" || kill -s "$1" "$program"
}
{
  cat <&4 >/dev/null
  end TERM
  sleep ${endSeconds}
  end KILL
} >/dev/null &
watcher=$!
exec 4<&-
wait "$program"
code=$?
kill "$watcher"
kill -s KILL -- "-$program"
exit $code
`;

type Watcher = ChildProcess & { readonly stdin: Writable; readonly stderr: Readable };

/** Starts a program that goes on. @throws ProvisioningError `board/program-missing`, `board/program-failed` */
export async function guardProgram(guard: ProgramGuard, clock: Clock): Promise<GuardedProgram> {
  const { signal, ready, graceMs = defaultGraceMs } = guard;
  signal?.throwIfAborted();
  const watcher = startWatcher(guard);
  let putAway = false;
  let lastLine = '';
  const ended = new AbortController();
  const drained = new AbortController();
  const closed = new Promise<void>((resolve) => {
    watcher.once('error', (cause) => {
      ended.abort(notStarted({ program: 'sh' }, cause));
      resolve();
    });
    watcher.once('close', (code, killer) => {
      // The shell tells the death of its program by a signal as an exit code above 128.
      if (!putAway && !ended.signal.aborted)
        ended.abort(programFailed(guard, endingOf(code, killer, lastLine), { exitCode: code }));
      resolve();
      drained.abort();
    });
    watcher.once('exit', () => {
      clock.sleep(drainMs, { signal: drained.signal }).then(
        () => {
          for (const stream of watcher.stdio) stream?.destroy();
        },
        () => undefined,
      );
    });
  });
  watcher.stdin.on('error', () => undefined);
  const stop = async () => {
    putAway = true;
    watcher.ref();
    watcher.stdin.end();
    await closed;
  };
  const isReady = new Promise<void>((resolve) => {
    if (watcher.stdout && guard.onOutput) readLines(watcher.stdout, guard.onOutput);
    readLines(watcher.stderr, (line) => {
      lastLine = line;
      guard.onLine?.(line);
      if (ready?.test(line)) resolve();
    });
  });
  try {
    const pid = await untilEnded(firstWord(watcher, guard), ended.signal, signal);
    const settled = new AbortController();
    const grace = clock.sleep(graceMs, { signal: settled.signal });
    grace.catch(() => undefined);
    await untilEnded(Promise.race([isReady, grace]), ended.signal, signal).finally(() => settled.abort());
    letGo(watcher);
    return { pid, ended: ended.signal, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startWatcher({ program, arguments: rest = [], env, onOutput }: ProgramGuard): Watcher {
  // A group of its own: what ends the whole group of this process, as Ctrl-C does, would end the shell too early.
  return spawn('sh', ['-c', watchScript, 'sh', program, ...rest], {
    env: programEnvironment(env),
    cwd: '/',
    stdio: ['pipe', onOutput ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    detached: true,
  }) as Watcher;
}

/** Returns the process id that the shell tells. */
function firstWord(watcher: Watcher, guard: ProgramGuard): Promise<number> {
  return new Promise((resolve, reject) => {
    readLines(watcher.stdio[3] as Readable, (line) => {
      if (line === 'missing') reject(notStarted(guard, Object.assign(new Error('not found'), { code: 'ENOENT' })));
      else resolve(Number(line));
    });
  });
}

function untilEnded<T>(task: Promise<T>, ended: AbortSignal, signal: AbortSignal | undefined): Promise<T> {
  return untilAborted(untilAborted(task, ended), signal);
}

/** Lets this process end although the program still runs. */
function letGo(watcher: Watcher): void {
  watcher.unref();
  for (const stream of watcher.stdio) (stream as Partial<{ unref(): void }> | null)?.unref?.();
}
