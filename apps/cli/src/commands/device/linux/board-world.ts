import type { Endpoint } from '@esp-prov/device';
import type { LinuxDevice, LinuxDeviceEvent, LinuxDeviceOptions } from '@esp-prov/linux';
import type { Log } from '@esp-prov/protocol';

/** A program that is run at every event. */
export interface Hook extends AsyncDisposable {
  /** Takes an event; returns at once. */
  take(event: LinuxDeviceEvent): void;
}

/** What running a board takes of the library; tests hand in others. */
export interface BoardWorld {
  create(options: LinuxDeviceOptions): Promise<LinuxDevice>;
  /** Whether the label of the board was shown already. */
  labelShown(folder: string): Promise<boolean>;
  noteLabelShown(folder: string): Promise<void>;
  /** Runs a shell command at every event. */
  hook(command: string, log: Log): Hook;
  /** Runs a shell command that says when provisioning is to be offered. */
  button(command: string, ports: { readonly log: Log; readonly onPress: () => void }): AsyncDisposable;
  /** Returns an endpoint that a shell command answers. */
  programEndpoint(name: string, command: string): Endpoint;
  /** Returns the endpoints of a module. */
  moduleEndpoints(path: string): Promise<Readonly<Record<string, Endpoint>>>;
}
