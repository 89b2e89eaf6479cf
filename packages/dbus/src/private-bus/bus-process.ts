import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { DBusError } from '../dbus-error.ts';
import { after } from '../system-clock.ts';

/** A running dbus-daemon and the shell that watches over it. */
export interface BusProcess {
  readonly address: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const defaultTimeoutMs = 10_000;

/**
 * A child does not end with its parent, and a parent that is killed cannot end it. The pipe to this shell closes
 * however the parent ends, so the shell ends the daemon then and clears the directory.
 */
const watchScript = `
command -v dbus-daemon >/dev/null || { echo 'not installed' >&2; exit 127; }
dbus-daemon --nofork --nopidfile --config-file="$1/bus.conf" --print-address=1 --print-pid=1 &
daemon=$!
exec >&- 2>&-
cat >/dev/null
kill "$daemon"
wait "$daemon"
rm -rf "$1"
`;

type Watcher = ChildProcessByStdio<Writable, Readable, Readable>;

/** Starts a dbus-daemon with the configuration in `folder`. @throws DBusError `no-bus`, `timeout` */
export async function startBusProcess(
  folder: string,
  options: { readonly signal?: AbortSignal | undefined; readonly timeoutMs?: number | undefined },
): Promise<BusProcess> {
  // A group of its own: what ends the whole group of this process, as Ctrl-C does, would end the shell too early.
  const watcher = spawn('sh', ['-c', watchScript, 'sh', folder], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const ended = new Promise<void>((resolve) => {
    watcher.once('close', () => resolve());
    watcher.once('error', () => resolve());
  });
  watcher.stdin.on('error', () => undefined);
  const stop = async () => {
    watcher.ref();
    watcher.stdin.end();
    await ended;
  };
  try {
    const [address = '', pid = ''] = await firstLines(watcher, options);
    letGo(watcher);
    return { address, pid: Number(pid), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Returns the two lines that the daemon prints once it listens. */
function firstLines(
  watcher: Watcher,
  options: { readonly signal?: AbortSignal | undefined; readonly timeoutMs?: number | undefined },
): Promise<string[]> {
  const { signal, timeoutMs = defaultTimeoutMs } = options;
  return new Promise((resolve, reject) => {
    let printed = '';
    let complaints = '';
    const finish = (settle: () => void) => {
      cancel();
      for (const stream of [watcher.stdout, watcher.stderr]) stream.removeAllListeners('data').resume();
      signal?.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = () => finish(() => reject(signal?.reason));
    const cancel = after(timeoutMs, () =>
      finish(() => reject(new DBusError('timeout', `dbus-daemon did not listen within ${timeoutMs} ms`))),
    );
    signal?.addEventListener('abort', onAbort, { once: true });
    watcher.once('error', (cause) => finish(() => reject(notStarted(cause.message, cause))));
    watcher.stderr.on('data', (text: Buffer) => {
      complaints += text.toString();
    });
    watcher.stdout.on('data', (text: Buffer) => {
      printed += text.toString();
      const lines = printed.split('\n');
      if (lines.length > 2) finish(() => resolve(lines));
    });
    // Both are closed by the shell, so they end with the daemon.
    watcher.stderr.once('end', () => finish(() => reject(notStarted(complaints.trim()))));
  });
}

/** Lets the process end although the bus still runs. */
function letGo(watcher: Watcher): void {
  watcher.unref();
  for (const stream of [watcher.stdin, watcher.stdout, watcher.stderr]) {
    (stream as Partial<{ unref(): void }>).unref?.();
  }
}

function notStarted(complaint: string, cause?: unknown): DBusError {
  const message = complaint.includes('not installed')
    ? 'dbus-daemon is not installed: install it (Debian, Ubuntu, Fedora and Arch have it in the package dbus or dbus-daemon)'
    : `dbus-daemon did not start: ${complaint}`;
  return new DBusError('no-bus', message, { cause });
}
