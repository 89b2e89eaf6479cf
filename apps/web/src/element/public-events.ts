import type { FlowState } from '../flow/flow-state.ts';

/** What `<esp-provision-button>` reports to the page that embeds it; no secret is in any of it. */
export type PublicEvent =
  /** Another screen is shown. */
  | { readonly type: 'state'; readonly detail: { readonly screen: FlowState['screen']['name'] } }
  /** The device is on the network. `ip` is missing if the device does not report it. */
  | {
      readonly type: 'provisioned';
      readonly detail: { readonly ssid: string | undefined; readonly ip: string | undefined };
    }
  /** Something failed; the person may go on. */
  | { readonly type: 'failed'; readonly detail: { readonly code: string } };

/** Returns what a page gets to know when one state follows another. */
export function publicEvents(before: FlowState | undefined, { screen, network }: FlowState): PublicEvent[] {
  const { name } = screen;
  if (before?.screen.name === name && failureCodeOf(before.screen) === failureCodeOf(screen)) return [];
  const events: PublicEvent[] = before?.screen.name === name ? [] : [{ type: 'state', detail: { screen: name } }];
  if (screen.name === 'done' && before?.screen.name !== 'done') {
    events.push({ type: 'provisioned', detail: { ssid: network?.ssid, ip: screen.ip4 } });
  }
  const code = failureCodeOf(screen);
  if (code !== undefined) events.push({ type: 'failed', detail: { code } });
  return events;
}

/** Returns the stable code of the failure that a screen shows. */
function failureCodeOf(screen: FlowState['screen']): string | undefined {
  if (screen.name === 'failed') return `wifi/${screen.reason}`;
  if (screen.name === 'unknown' || screen.name === 'trouble') return screen.failure.code;
  if (screen.name === 'blocked') return `page/${screen.obstacle}`;
  return undefined;
}
