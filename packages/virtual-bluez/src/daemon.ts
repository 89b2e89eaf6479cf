import type { Bus, ObjectServer } from '@esp-prov/dbus';
import type { Clock, Log } from '@esp-prov/protocol';
import type { AgentManager } from './agent-manager.ts';
import type { BluezDelays } from './delays.ts';
import type { Air } from './radio/air.ts';
import type { FaultPlan } from './radio/faults.ts';

/** One life of the virtual bluetoothd, as its parts see it. */
export interface Daemon {
  readonly bus: Bus;
  readonly server: ObjectServer;
  readonly clock: Clock;
  readonly log: Log;
  readonly delays: BluezDelays;
  readonly air: Air;
  readonly faults: FaultPlan;
  readonly agents: AgentManager;
  /** Whether a written value may be as long as the Attribute Protocol allows, which BlueZ 5.66 has two bytes wrong. */
  readonly fullWrites: boolean;
  /** Aborted when bluetoothd ends. */
  readonly ended: AbortSignal;
  /** Does something on the side until bluetoothd ends; what goes wrong with it is logged. */
  background(task: (signal: AbortSignal) => Promise<void>): void;
}
