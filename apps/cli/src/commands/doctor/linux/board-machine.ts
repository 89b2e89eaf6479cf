import type { BluetoothState, RadioSwitch } from '@esp-prov/bluez';
import type { BoardBus } from './board-bus.ts';

/** How a program of the system ended. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly stdout: string;
}

/** What is looked at for `doctor --linux`; tests hand in boards that are ill. */
export interface BoardMachine {
  readonly platform: NodeJS.Platform;
  /** Version of Node, such as `20.19.0`. */
  readonly nodeVersion: string;
  /** Release of the kernel. */
  readonly kernel: string;
  /** User that this runs as. */
  readonly uid: number;
  /** Returns the text of a file; undefined: there is none, or it may not be read. */
  text(path: string): Promise<string | undefined>;
  /** Returns the names in a folder; undefined: there is none, or it may not be read. */
  names(folder: string): Promise<readonly string[] | undefined>;
  /** Returns the rights of a file or folder; undefined: there is none. */
  mode(path: string): Promise<number | undefined>;
  /** Whether a program is installed, also one for administrators. */
  hasProgram(name: string): Promise<boolean>;
  /** Runs a program to its end; undefined: it is not installed, or does not end. */
  run(program: string, args: readonly string[]): Promise<ProgramEnd | undefined>;
  /** Returns the system bus; a text: why it cannot be reached. */
  bus(): Promise<BoardBus | string>;
  /** Whether a TCP port can be listened on. */
  tryPort(port: number): Promise<'free' | 'in-use' | 'not-permitted'>;
  /** Returns the switches of the radios. */
  radioSwitches(): Promise<readonly RadioSwitch[]>;
  bluetooth(): Promise<BluetoothState>;
}
