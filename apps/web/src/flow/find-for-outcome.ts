import type { FlowEvent, Transition } from './flow-event.ts';
import type { Failure, FlowState } from './flow-state.ts';
import { to } from './group.ts';

/** Whether the page itself lists the devices of the way by which the device was reached. */
export function hasList({ device, ways }: FlowState): boolean {
  return ways.some(({ way, lists }) => way === device?.way && lists);
}

/** Returns the transition to the list of the page, to find a device there whose outcome is unknown. */
export function findForOutcome(state: FlowState, outcomeOf: Failure): Transition {
  const { wanted } = state;
  const way = state.device?.way === 'usb' ? 'usb' : 'bluetooth';
  return to(state, { name: 'choose', way, found: [], outcomeOf }, [{ kind: 'choose', way, wanted }]);
}

/** Returns what an event leads to on that list; whatever ends it leads back to the unknown outcome. */
export function findingForOutcome(state: FlowState, event: FlowEvent, failure: Failure): Transition | undefined {
  const unknown = { name: 'unknown', failure, afterReload: true } as const;
  switch (event.kind) {
    case 'found':
      return state.screen.name === 'choose' ? to(state, { ...state.screen, found: event.found }) : undefined;
    case 'show-chooser':
    case 'try-again':
      return findForOutcome(state, failure);
    case 'back':
      return to(state, { ...unknown, checking: false }, [{ kind: 'disconnect' }]);
    case 'nothing-chosen':
      return to(state, { ...unknown, checking: false });
    case 'failure':
      return to(state, { ...unknown, failure: event.failure, checking: false });
    case 'chosen': {
      const device = state.device && { ...state.device, name: event.name || state.device.name };
      const effect = { kind: 'check-outcome', network: state.network } as const;
      return to(state, { ...unknown, checking: true }, [effect], { device });
    }
    default:
      return undefined;
  }
}
