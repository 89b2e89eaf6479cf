import { type ManagerEvent, type ManagerSettings, ProvisioningManager } from '@esp-prov/device';
import { capabilities, type Random } from '@esp-prov/protocol';
import { identitySecurity } from '../identity/identity-security.ts';
import type { BoardState } from '../state/board-state.ts';
import { foldedLog } from './folded-log.ts';
import { LastAnswer } from './last-answer.ts';
import type { LinuxDeviceOptions } from './linux-device.ts';
import { noticedClients } from './noticed-clients.ts';
import type { HostParts } from './offer-host.ts';
import type { OfferTransport, OfferTransportContext } from './offer-transport.ts';
import { quietStation } from './quiet-station.ts';
import { watchedStore } from './watched-store.ts';

/** What the parts of a host are made of. */
export interface HostContext extends OfferTransportContext {
  readonly state: BoardState;
  readonly random: Random;
  readonly openTransport: (context: OfferTransportContext) => Promise<OfferTransport>;
  readonly onEvent: (event: ManagerEvent) => void;
  /** A client that has proven itself was there. */
  readonly onClient: () => void;
  /** A client has had the network forgotten that was kept. */
  readonly onForgotten: () => Promise<void>;
}

/** The firmware waits a second, as its access point may have to change the channel for the join. */
const bleConnectDelayMs = 100;

/** Whether a session goes on after success: over Bluetooth only, as the board is no access point any more then. */
export function offersSession({ sessionOnly = false, transport = 'ble' }: LinuxDeviceOptions): boolean {
  return sessionOnly && transport === 'ble';
}

/** Makes the manager of a board and the transport that it is reached by. */
export async function openHostParts(context: HostContext): Promise<HostParts> {
  const { identity, options, clock, log, random, state, onClient, onForgotten } = context;
  const transport = await context.openTransport(context);
  const quiet = quietStation(transport.station);
  const settings: Partial<ManagerSettings> = {
    // A client may reset a board on which nothing has failed: then it forgets its network.
    resetsFromStarted: true,
    sessionOnly: offersSession(options),
    // A join ends no link of Bluetooth, so the answer to Apply gets out all the same.
    ...(options.transport === 'softap' ? {} : { connectDelayMs: bleConnectDelayMs }),
  };
  const lastAnswer = new LastAnswer(clock);
  const manager = new ProvisioningManager({
    transport: lastAnswer.noticing(noticedClients(transport.transport, onClient)),
    wifi: quiet.station,
    store: watchedStore(state, onForgotten),
    clock,
    log: foldedLog(log),
    settings,
    cleanupWait: (signal) => lastAnswer.given(signal),
  });
  manager.watch(context.onEvent);
  for (const [label, info] of Object.entries(options.appInfo ?? {})) {
    manager.setAppInfo(label, { version: info.ver ?? '', capabilities: info.cap ?? [] });
  }
  for (const [name, handler] of Object.entries(options.endpoints ?? {})) manager.createEndpoint(name, handler);
  const withoutPop = identity.securityVersion === 1 && (identity.pop ?? '') === '';
  return {
    manager,
    transport,
    quiet,
    lastAnswer,
    start: () =>
      manager.start({
        serviceName: identity.name,
        security: identitySecurity(identity, random),
        capabilities: withoutPop ? [capabilities.noPop] : [],
        brake: options.brake ?? true,
      }),
  };
}
