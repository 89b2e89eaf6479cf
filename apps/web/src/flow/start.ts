import type { Transition } from './flow-event.ts';
import type { FlowState, Wanted } from './flow-state.ts';
import { type Group, stay, to } from './group.ts';
import { typedName } from './network-fields.ts';
import { pageFailure } from './page-failure.ts';
import { connectTo } from './remember.ts';
import type { Way } from './way.ts';

/** Screens on which no device is at hand, so that a way in can be taken. */
const free: readonly FlowState['screen']['name'][] = ['start', 'blocked', 'qr', 'softap', 'nothing', 'trouble'];

/** Longest beginning of a name that is asked for: a Bluetooth name has at most 29 bytes in an advertisement. */
const longestPrefix = 32;

/** The start screen, what this browser can, and what is wanted of a device. */
export const start: Group = (state, event) => {
  const { screen } = state;
  switch (event.kind) {
    case 'ways': {
      const next = { ...state, ways: event.ways };
      if (screen.name !== 'blocked') return stay(next);
      const offer = event.ways.find(({ way }) => way === screen.way);
      if (!offer?.obstacle) return to(next, { name: 'start' });
      return to(next, { ...screen, obstacle: offer.obstacle });
    }
    case 'wanted':
      return stay({ ...state, wanted: mergeWanted(state.wanted, event.wanted) });
    case 'set-prefix': {
      if (![...free, 'choose'].includes(screen.name)) return undefined;
      return stay({ ...state, wanted: { ...state.wanted, namePrefix: event.namePrefix.slice(0, longestPrefix) } });
    }
    case 'restored': {
      if (screen.name !== 'start' || event.left === 'idle') return undefined;
      if (event.left === 'connected') return to(state, { name: 'start', note: 'reloaded' });
      const { network, way, device } = event;
      const failure = pageFailure('page/reloaded');
      return to(state, { name: 'unknown', failure, afterReload: true, checking: false }, [], {
        network: network === undefined ? undefined : typedName(network),
        device: way && { way, name: device ?? '' },
      });
    }
    case 'take-way':
      return free.includes(screen.name) ? takeWay(state, event.way) : undefined;
    case 'try-again':
      // What stood in the way may be gone; the ways are reported anew.
      return screen.name === 'blocked' ? stay(state, [{ kind: 'look-at-browser' }]) : undefined;
    case 'check-softap':
      return screen.name === 'softap' && screen.stage !== 'checking' ? checkSoftAp(state) : undefined;
    default:
      return undefined;
  }
};

/** Returns what taking a way leads to: why it is blocked, the browser's list, the steps, or the connection at once. */
export function takeWay(state: FlowState, way: Way): Transition {
  const offer = state.ways.find((each) => each.way === way);
  const leaving = state.screen.name === 'qr' ? [{ kind: 'stop-camera' } as const] : [];
  if (offer?.obstacle) return to(state, { name: 'blocked', way, obstacle: offer.obstacle }, leaving);
  switch (way) {
    case 'bluetooth':
    case 'usb':
      return withEffects(toChoose(state, way), leaving);
    case 'softap': {
      if (offer?.ready) return withEffects(checkSoftAp(state), leaving);
      return to(state, { name: 'softap', stage: 'steps' }, leaving, { device: undefined });
    }
    case 'virtual': {
      const device = { name: '', way };
      return to(
        state,
        { name: 'connecting', step: 'find', since: 0, limitMs: 0 },
        [...leaving, ...connectTo(state, device)],
        { device },
      );
    }
  }
}

/** Returns the transition that shows the list of the browser, or with the helper that of the page. */
export function toChoose(state: FlowState, way: 'bluetooth' | 'usb'): Transition {
  const offer = state.ways.find((each) => each.way === way);
  const list = offer?.lists ? { found: [] } : {};
  return to(state, { name: 'choose', way, ...list }, [{ kind: 'choose', way, wanted: state.wanted }], {
    device: undefined,
  });
}

function checkSoftAp(state: FlowState): Transition {
  const device = { name: '', way: 'softap' } as const;
  return to(state, { name: 'softap', stage: 'checking' }, connectTo(state, device), { device });
}

function withEffects({ state, effects }: Transition, first: Transition['effects']): Transition {
  return { state, effects: [...first, ...effects] };
}

/** Returns what is wanted with other wishes; one that is undefined is taken back. */
export function mergeWanted(wanted: Wanted, { namePrefix = wanted.namePrefix, ...others }: Partial<Wanted>): Wanted {
  return { ...wanted, ...others, namePrefix };
}
