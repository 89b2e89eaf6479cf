import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A switch of a radio as rfkill shows it. */
export interface RadioSwitch {
  /** Name of the switch: that of the adapter, such as `hci0`, or that of a key of the machine. */
  readonly name: string;
  /** Kind of radio, such as `bluetooth` or `wlan`. */
  readonly type: string;
  /** Whether software blocks it. */
  readonly soft: boolean;
  /** Whether a switch of the machine blocks it, which software cannot lift. */
  readonly hard: boolean;
}

/** Returns the switches of the radios; none if the machine has no rfkill. */
export type ReadRadioSwitches = () => Promise<readonly RadioSwitch[]>;

/** Returns the switches that Linux shows below `folder`. Kernel: Documentation/ABI/stable/sysfs-class-rfkill */
export function rfkillSwitches(folder = '/sys/class/rfkill'): ReadRadioSwitches {
  return async () => {
    const names = await readdir(folder).catch(() => []);
    return await Promise.all(names.sort().map((name) => readSwitch(join(folder, name))));
  };
}

async function readSwitch(folder: string): Promise<RadioSwitch> {
  const [name, type, soft, hard] = await Promise.all(
    ['name', 'type', 'soft', 'hard'].map((file) => readFile(join(folder, file), 'utf8').catch(() => '')),
  );
  return { name: trim(name), type: trim(type), soft: trim(soft) === '1', hard: trim(hard) === '1' };
}

function trim(text: string | undefined): string {
  return (text ?? '').trim();
}

/** Returns how Bluetooth is blocked, for the adapter named or, where the machine shows none, altogether. */
export function bluetoothBlock(switches: readonly RadioSwitch[], adapter?: string): 'hard' | 'soft' | undefined {
  const ours = switches.filter(
    // A switch that is not an adapter's own is a key of the machine, and cuts all of them.
    ({ name, type }) => type === 'bluetooth' && (adapter === undefined || name === adapter || !/^hci\d+$/.test(name)),
  );
  if (ours.some(({ hard }) => hard)) return 'hard';
  return ours.some(({ soft }) => soft) ? 'soft' : undefined;
}
