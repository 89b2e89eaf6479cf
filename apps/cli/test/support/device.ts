import { Program, type ProgramOptions } from './program.ts';
import { secrets } from './secrets.ts';

/** A virtual device that runs in another process. */
export interface RunningDevice extends AsyncDisposable {
  readonly program: Program;
  /** Address of its service, for `--service_name`. */
  readonly address: string;
}

/** Switches a virtual device on and waits until it offers provisioning. */
export async function startDevice(
  args: readonly string[] = ['--fast'],
  options?: ProgramOptions,
): Promise<RunningDevice> {
  const program = new Program(['device', '--transport', 'softap', ...args], { hosted: true, ...options });
  const [, printed, told] = await program.sees(/--service-name (\S+)(?: .*)?\n|"address":"([^"]+)"/);
  const address = (printed ?? told) as string;
  return { program, address, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}

/** Arguments that provision the device at `address` with a network of its street, unless told otherwise. */
export function credentials(
  address: string,
  { ssid = 'myssid', password = secrets.password as string } = {},
): string[] {
  return ['--service_name', address, '--pop', secrets.pop, '--ssid', ssid, '--passphrase', password];
}
