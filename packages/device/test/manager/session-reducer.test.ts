import { describe, expect, test } from 'vitest';
import {
  defaultManagerSettings,
  initialManagerState,
  type ManagerEffect,
  type ManagerInput,
  type ManagerPhase,
  type ManagerSettings,
  type ManagerState,
  managerPhases,
  reduceManager,
} from '../../src/index.ts';
import { connectionTo, credentials } from '../support/networks.ts';

const home = credentials('home', 'a long secret');
const connection = connectionTo('home');
const inputs = {
  start: { kind: 'start' },
  enable: { kind: 'enable' },
  configure: { kind: 'configure', credentials: home },
  'got-ip': { kind: 'got-ip', connection },
  'success-told': { kind: 'success-told' },
  'timer auto-stop': { kind: 'timer', timer: 'auto-stop' },
  'timer cleanup': { kind: 'timer', timer: 'cleanup' },
  stop: { kind: 'stop' },
  reset: { kind: 'reset' },
  reprovision: { kind: 'reprovision' },
  pause: { kind: 'pause' },
  resume: { kind: 'resume' },
} as const satisfies Record<string, ManagerInput>;

type InputName = keyof typeof inputs;

const sessionOnly = { sessionOnly: true } as const;
const asFirmware = { ...sessionOnly, enablesWhileRunning: false } as const;

function reduce(state: ManagerState, input: ManagerInput, settings: Partial<ManagerSettings> = sessionOnly) {
  return reduceManager(state, input, { ...defaultManagerSettings, ...settings });
}

function play(names: readonly InputName[], settings: Partial<ManagerSettings> = sessionOnly): ManagerState {
  let state = reduce(initialManagerState, { kind: 'init' }, settings).state;
  for (const name of names) {
    const after = reduce(state, inputs[name], settings);
    if (after.refused) throw new Error(`${name} was refused`);
    state = name === 'start' ? reduce(after.state, { kind: 'service-started' }, settings).state : after.state;
  }
  return state;
}

/** How a life of such a manager comes to a standing, in which the next input is tried. */
const standings = {
  'before the start': [],
  'enabled before the start': ['enable'],
  'with a session only': ['start'],
  'with a session only, not advertised': ['start', 'pause'],
  'offering provisioning': ['enable', 'start'],
  'after Apply': ['enable', 'start', 'configure'],
  'after success': ['enable', 'start', 'configure', 'got-ip'],
  'while provisioning ends': ['enable', 'start', 'configure', 'got-ip', 'success-told'],
  'after provisioning': ['enable', 'start', 'configure', 'got-ip', 'success-told', 'timer cleanup'],
} as const satisfies Record<string, readonly InputName[]>;

type Standing = keyof typeof standings;

/** Phase and whether provisioning is offered afterwards; `refused`; an input without an entry changes neither. */
type Row = Partial<Record<InputName, readonly [ManagerPhase, boolean] | 'refused'>>;

// Inferred from the changelog of network_provisioning 1.4.0 and from a draft of its manager.c.
const table: Record<Standing, Row> = {
  'before the start': {
    start: ['starting', false],
    enable: ['idle', true],
    configure: 'refused',
    stop: 'refused',
    reset: 'refused',
    reprovision: 'refused',
    pause: 'refused',
    resume: 'refused',
  },
  'enabled before the start': {
    start: ['starting', true],
    configure: 'refused',
    stop: 'refused',
    reset: 'refused',
    reprovision: 'refused',
    pause: 'refused',
    resume: 'refused',
  },
  'with a session only': {
    start: 'refused',
    enable: 'refused',
    configure: 'refused',
    stop: ['stopping', false],
    reset: 'refused',
    reprovision: 'refused',
  },
  'with a session only, not advertised': {
    start: 'refused',
    enable: 'refused',
    configure: 'refused',
    stop: ['stopping', false],
    reset: 'refused',
    reprovision: 'refused',
  },
  'offering provisioning': {
    start: 'refused',
    enable: 'refused',
    configure: ['credentials-received', true],
    stop: ['stopping', true],
    reset: 'refused',
    reprovision: 'refused',
  },
  'after Apply': {
    start: 'refused',
    enable: 'refused',
    configure: 'refused',
    'got-ip': ['succeeded', true],
    stop: ['stopping', true],
    reset: 'refused',
    reprovision: 'refused',
  },
  'after success': {
    start: 'refused',
    enable: 'refused',
    configure: 'refused',
    'success-told': ['stopping', true],
    'timer auto-stop': ['stopping', true],
    stop: ['stopping', true],
    reset: 'refused',
    reprovision: 'refused',
  },
  'while provisioning ends': {
    start: 'refused',
    enable: 'refused',
    configure: 'refused',
    'timer cleanup': ['idle', false],
    stop: 'refused',
    reset: 'refused',
    reprovision: 'refused',
  },
  'after provisioning': {
    start: 'refused',
    enable: 'refused',
    configure: 'refused',
    stop: 'refused',
    reset: 'refused',
    reprovision: 'refused',
  },
};

const cells = (Object.keys(standings) as Standing[]).flatMap((standing) =>
  (Object.keys(inputs) as InputName[]).map((name) => ({ standing, name })),
);

describe('session only', () => {
  test.each(cells)('$standing takes “$name” as the firmware does', ({ standing, name }) => {
    const state = play(standings[standing], asFirmware);
    const after = reduce(state, inputs[name], asFirmware);
    const expected = table[standing][name] ?? [state.phase, state.provisioning];
    const seen = after.refused ? 'refused' : [after.state.phase, after.state.provisioning];
    expect(seen).toEqual(expected);
    if (after.refused) expect(after.state).toBe(state);
  });

  test('begins without provisioning, and never ends its service but by de-initialization', () => {
    for (const [standing, before] of Object.entries(standings)) {
      const state = play(before, asFirmware);
      for (const name of Object.keys(inputs) as InputName[]) {
        const { effects } = reduce(state, inputs[name], asFirmware);
        expect(effects, `${standing}: ${name}`).not.toContainEqual({ kind: 'stop-service' });
      }
    }
  });

  test('takes the endpoints away and goes on, at the end of provisioning', () => {
    const ended = reduce(play(standings['while provisioning ends']), inputs['timer cleanup']);
    expect(ended.effects).toEqual([
      { kind: 'end-provisioning' },
      { kind: 'log', line: 'manager/stopped', values: [] },
      { kind: 'tell', event: { kind: 'ended' } },
    ]);
    expect(ended.state).toMatchObject({ phase: 'idle', serving: true, provisioning: false, credentials: undefined });
    expect(ended.state.station).toEqual({ kind: 'connected', connection });
  });

  test('does not hear the station where it offers no provisioning', () => {
    const state = play(standings['with a session only']);
    expect(reduce(state, inputs['got-ip'])).toEqual({ state, effects: [], refused: false });
    expect(reduce(state, { kind: 'disconnected', reason: 15 })).toEqual({ state, effects: [], refused: false });
  });

  const deinitialized: ManagerEffect = { kind: 'tell', event: { kind: 'deinitialized' } };

  test('after provisioning ends by de-initialization, with no other end of provisioning', () => {
    expect(reduce(play(standings['after provisioning']), { kind: 'deinit' })).toEqual({
      state: initialManagerState,
      effects: [{ kind: 'stop-service' }, deinitialized],
      refused: false,
    });
  });

  test('ends by de-initialization in the middle of it all', () => {
    const stopping = reduce(play(standings['after Apply']), { kind: 'deinit' });
    expect(reduce(stopping.state, inputs['timer cleanup'])).toEqual({
      state: initialManagerState,
      effects: [
        { kind: 'stop-service' },
        { kind: 'log', line: 'manager/stopped', values: [] },
        { kind: 'tell', event: { kind: 'ended' } },
        deinitialized,
      ],
      refused: false,
    });
  });
});

describe('the end of provisioning (inferred)', () => {
  test('comes where the service would have stopped, by default', () => {
    const { effects } = reduce(play(standings['after Apply']), inputs['got-ip']);
    expect(effects).toContainEqual({ kind: 'start-timer', timer: 'auto-stop' });
    expect(effects).not.toContainEqual({ kind: 'start-timer', timer: 'cleanup' });
  });

  test('comes after success where it is so set, and the status is told until then', () => {
    const settings = { ...sessionOnly, endpointsGo: 'at-success' } as const;
    const after = reduce(play(standings['after Apply'], settings), inputs['got-ip'], settings);
    expect(after.state).toMatchObject({ phase: 'stopping', provisioning: true, station: { kind: 'connected' } });
    expect(after.effects.map((effect) => (effect.kind === 'log' ? effect.line : effect.kind))).toEqual([
      'manager/sta-got-ip',
      'tell',
      'cancel-timers',
      'manager/stopping',
      'start-timer',
      'manager/stop-scheduled',
    ]);
    expect(reduce(after.state, inputs['success-told'], settings).state).toBe(after.state);
    expect(reduce(after.state, inputs['timer cleanup'], settings).state).toMatchObject({
      phase: 'idle',
      serving: true,
    });
  });

  test.each(['at-stop', 'at-success'] as const)('without automatic stop comes by a stop only (%s)', (endpointsGo) => {
    const settings = { ...sessionOnly, autoStop: false, endpointsGo } as const;
    const state = play(standings['after success'], settings);
    expect(state).toMatchObject({ phase: 'succeeded', provisioning: true });
    expect(reduce(state, inputs['success-told'], settings).state).toBe(state);
    expect(reduce(state, inputs.stop, settings).state.phase).toBe('stopping');
  });
});

describe('provisioning enabled while the service runs', () => {
  test.each(['with a session only', 'after provisioning'] as const)('%s is offered again', (standing) => {
    const before = play(standings[standing]);
    const { state, effects } = reduce(before, inputs.enable);
    expect(state).toMatchObject({ phase: 'started', provisioning: true, serving: true, attempts: 0 });
    expect(state.station).toEqual({ kind: 'connecting' });
    const started = { kind: 'tell', event: { kind: 'started' } };
    expect(effects).toEqual([{ kind: 'offer-provisioning' }, ...(before.phase === 'idle' ? [started] : [])]);
  });

  test.each(['offering provisioning', 'after Apply', 'while provisioning ends'] as const)(
    'is refused %s',
    (standing) => {
      expect(reduce(play(standings[standing]), inputs.enable).refused).toBe(true);
    },
  );
});

describe('advertising', () => {
  test('is paused once and resumed once, in every standing with a service', () => {
    for (const [standing, before] of Object.entries(standings)) {
      const state = play(before);
      if (!state.serving || state.paused) continue;
      const paused = reduce(state, inputs.pause);
      expect(paused.effects, standing).toEqual([{ kind: 'advertise', on: false }]);
      expect(reduce(paused.state, inputs.pause)).toEqual({ state: paused.state, effects: [], refused: false });
      const resumed = reduce(paused.state, inputs.resume);
      expect(resumed).toEqual({ state, effects: [{ kind: 'advertise', on: true }], refused: false });
      expect(reduce(state, inputs.resume)).toEqual({ state, effects: [], refused: false });
    }
  });

  test('stays paused when provisioning ends', () => {
    const paused = reduce(play(standings['while provisioning ends']), inputs.pause).state;
    expect(reduce(paused, inputs['timer cleanup']).state.paused).toBe(true);
  });
});

describe('in any other mode', () => {
  test.each(managerPhases.slice(2, 6))('the phase “%s” refuses what belongs to the session', (phase) => {
    const state = { ...initialManagerState, initialized: true, provisioning: true, serving: true, phase };
    for (const name of ['enable', 'pause', 'resume'] as const) {
      expect(reduce(state, inputs[name], {}).refused, name).toBe(true);
    }
  });

  test('provisioning is always enabled', () => {
    const state = play([], {});
    expect(state.provisioning).toBe(true);
    expect(reduce(state, inputs.enable, {})).toEqual({ state, effects: [], refused: false });
  });
});
