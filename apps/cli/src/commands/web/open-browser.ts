import { spawn } from 'node:child_process';

/** Where a browser is opened. */
export interface BrowserPlace {
  readonly platform?: NodeJS.Platform;
  readonly env?: NodeJS.ProcessEnv;
}

/** Programs that open an address in the browser of the user. None goes through a shell. */
const openers: Partial<Readonly<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Longest time to wait for an opener to fail, in ms: some stay as long as the browser. */
const patienceMs = 3000;

/** Returns why no browser is opened here; undefined: one may be. */
export function whyNoBrowser({
  platform = process.platform,
  env = process.env,
}: BrowserPlace = {}): string | undefined {
  if (env['CI']) return 'this is a CI run';
  if (platform === 'darwin' || platform === 'win32') return undefined;
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? undefined : 'there is no screen';
}

/** Opens an address in the browser of the user, and returns why that failed; undefined: it did not. */
export async function openBrowser(
  url: string,
  { platform = process.platform }: BrowserPlace = {},
): Promise<string | undefined> {
  const [program, ...args] = openers[platform] ?? ['xdg-open'];
  return await new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), patienceMs);
    const settle = (why: string | undefined) => {
      clearTimeout(timer);
      resolve(why);
    };
    // It may outlive this command, and is not ended by its Ctrl-C.
    const opener = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
    opener.once('error', (error: NodeJS.ErrnoException) => settle(`${program} cannot be started (${error.code})`));
    opener.once('exit', (code) => settle(code === 0 ? undefined : `${program} ended with code ${code}`));
    opener.unref();
  });
}
