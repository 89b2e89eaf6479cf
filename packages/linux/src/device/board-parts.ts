import type { Bus } from '@esp-prov/dbus';
import type { Clock, Log, Random } from '@esp-prov/protocol';
import type { BoardState } from '../state/board-state.ts';
import type { BoardWifi, BoardWifiOptions } from '../wifi/board-wifi.ts';
import type { WifiServiceOptions } from '../wifi/wifi-service-options.ts';
import type { OfferTransport, OfferTransportContext } from './offer-transport.ts';

/** What a device is made of; tests put other parts in their places. */
export interface BoardParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly connectBus: () => Promise<Bus>;
  readonly openState: (folder: string) => Promise<BoardState>;
  readonly openWifi: (options: BoardWifiOptions & WifiServiceOptions) => Promise<BoardWifi>;
  readonly openTransport: (context: OfferTransportContext) => Promise<OfferTransport>;
  /** Returns the IPv4 address of the board: that of the interface, else of any other; undefined where it has none. */
  readonly addressOf: (interfaceName: string) => string | undefined;
}
