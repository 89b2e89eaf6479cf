import type { BleHost, HostRules } from '@esp-prov/device';

/** What a release does over Bluetooth. */
export interface BleBehaviour {
  /** Stacks that it can be built with, the one of its example first. */
  readonly hosts: readonly BleHost[];
  /** UUID of the service of its example. */
  readonly service: string;
  /** Whether characteristics name their endpoints, and have UUIDs that derive from the service; since v3.2.3. */
  readonly namesEndpoints: boolean;
  /** What differs from the newest release of each stack. */
  readonly rules: Partial<HostRules>;
  readonly hostRules?: Readonly<Partial<Record<BleHost, Partial<HostRules>>>> | undefined;
  /** Whether the example logs links; since v5.1. */
  readonly logsLinks: boolean;
  /** Name under which the manager's Bluetooth half logs; undefined: there is none. */
  readonly logTag: string | undefined;
}

/**
 * Releases before the lengths were checked, old answers wiped and refusals of Bluedroid answered: before v5.5.5, and v6.0
 * to v6.0.2. NimBLE has no Service Changed there, except in v6.0.2. esp-idf: protocomm_nimble.c and protocomm_ble.c in
 * protocomm/src/transports
 */
export const carelessBle: Pick<BleBehaviour, 'rules' | 'hostRules'> = {
  rules: { keepsLastValue: true },
  hostRules: {
    nimble: { longAnswer: 'cut', tellsChanges: false },
    bluedroid: { longAnswer: 'dropped', emptyWrite: 'handled', refusal: undefined },
  },
};

/** The same without security 2, for which Bluedroid's values were made longer in v5.0. */
export const oldBle: Pick<BleBehaviour, 'rules' | 'hostRules'> = {
  rules: carelessBle.rules,
  hostRules: { ...carelessBle.hostRules, bluedroid: { ...carelessBle.hostRules?.bluedroid, maxValue: 257 } },
};
