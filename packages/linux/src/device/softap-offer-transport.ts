import type { Programs } from '../programs/programs.ts';
import { softAp } from '../softap/soft-ap.ts';
import type { SoftApEvent } from '../softap/soft-ap-options.ts';
import type { OfferTransport, OfferTransportContext } from './offer-transport.ts';

/** Returns the transport over the board's own access point, and the radio that it shares with the station. */
export function softApOfferTransport(
  { wifi, identity, options, clock, log, onUseless }: OfferTransportContext,
  { programs, address }: { readonly programs: Programs; readonly address?: string | undefined },
): OfferTransport {
  const { hotspot, port, page } = options;
  const onEvent = ({ kind }: SoftApEvent) => {
    if (kind === 'unreachable' || kind === 'failed') onUseless();
  };
  const passphrase = identity.hotspotPassphrase;
  const { transport, wifi: station } = softAp({
    wifi,
    programs,
    address,
    passphrase,
    channel: hotspot?.channel,
    port,
    page,
    clock,
    log,
    onEvent,
  });
  return {
    transport,
    station,
    // What goes wrong is logged.
    cancelStart: () => void transport[Symbol.asyncDispose](),
  };
}
