import { win32 } from 'node:path';
import type { NearbyAccessPoint } from './nearby-access-point.ts';
import { airportList, parseAirport, parseSystemProfiler, profilerList } from './parse-macos.ts';
import { netshList, parseNetsh } from './parse-netsh.ts';
import { nmcliList, parseNmcli } from './parse-nmcli.ts';
import { type RunTool, runTool, type ToolEnd } from './run-tool.ts';

/** How the networks that this machine hears are listed. */
export interface ListOptions {
  readonly signal?: AbortSignal | undefined;
  readonly platform?: NodeJS.Platform | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly run?: RunTool | undefined;
  /** Longest time for one program in ms; a scan takes up to ten seconds. */
  readonly ms?: number | undefined;
}

/** What this machine hears, or why it does not tell. */
export type HeardAccessPoints =
  | { readonly accessPoints: readonly NearbyAccessPoint[] }
  | { readonly accessPoints: undefined; readonly why: string };

/** A program that lists what the machine hears. */
interface Tool {
  readonly program: string;
  readonly args: readonly string[];
  readonly parse: (output: Uint8Array) => NearbyAccessPoint[];
}

/** Where macOS up to 14.3 has it; it is in no PATH. */
const airportFile = '/System/Library/PrivateFrameworks/Apple80211.framework/Versions/Current/Resources/airport';

const tools: Partial<Record<NodeJS.Platform, readonly Tool[]>> = {
  linux: [{ program: 'nmcli', args: nmcliList, parse: parseNmcli }],
  win32: [{ program: 'netsh', args: netshList, parse: parseNetsh }],
  darwin: [
    { program: 'airport', args: airportList, parse: parseAirport },
    { program: airportFile, args: airportList, parse: parseAirport },
    { program: 'system_profiler', args: profilerList, parse: parseSystemProfiler },
  ],
};

/** Lists the access points that this machine hears, by a program of its system. Never fails but by `signal`. */
export async function listAccessPoints({
  signal,
  platform = process.platform,
  env = process.env,
  run = runTool,
  ms = 15_000,
}: ListOptions = {}): Promise<HeardAccessPoints> {
  let why = 'no program of this system lists Wi-Fi networks';
  for (const { program, args, parse } of tools[platform] ?? []) {
    const end = await run(placeOf(program, env), args, { ms, signal });
    const failure = failureOf(end);
    if (failure !== undefined) why = `${program} ${failure}`;
    else if (end.kind === 'ended') {
      const accessPoints = parse(end.stdout);
      // Some print a notice in place of a list and end with success.
      if (accessPoints.length > 0 || program !== 'airport') return { accessPoints };
    }
  }
  return { accessPoints: undefined, why };
}

/**
 * Returns where a program is. Windows looks in the current folder before it looks in the path, and a program there may
 * have the name of one of the system's.
 */
function placeOf(program: string, { SystemRoot }: Readonly<Record<string, string | undefined>>): string {
  return program === 'netsh' && SystemRoot ? win32.join(SystemRoot, 'System32', 'netsh.exe') : program;
}

/** Returns what kept a program from its work, behind its name; undefined when it did it. */
export function failureOf(end: ToolEnd): string | undefined {
  if (end.kind === 'missing') return 'is not installed';
  if (end.kind === 'late') return 'did not end in time';
  if (end.kind === 'endless') return 'printed more than a list has';
  if (end.code === 0) return undefined;
  return `failed: ${end.stderr.split('\n')[0] || `exit code ${end.code}`}`;
}

/** How the names of devices begin in Espressif's examples. */
const usualPrefix = 'PROV_';

/**
 * Returns the access points whose names begin with `prefix`, each name once with its strongest signal, the strongest
 * first.
 */
export function devicesAmong(
  accessPoints: readonly NearbyAccessPoint[],
  prefix: string = usualPrefix,
): NearbyAccessPoint[] {
  const wanted = Buffer.from(prefix, 'utf8');
  const strongest = [...accessPoints].sort((one, other) => (other.signal ?? -1) - (one.signal ?? -1));
  const byName = new Map<string, NearbyAccessPoint>();
  for (const each of strongest) {
    const name = Buffer.from(each.ssid);
    const key = name.toString('latin1');
    if (name.subarray(0, wanted.length).equals(wanted) && !byName.has(key)) byName.set(key, each);
  }
  return [...byName.values()];
}
