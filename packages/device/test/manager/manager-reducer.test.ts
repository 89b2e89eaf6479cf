import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  defaultManagerSettings,
  disconnectReasons,
  initialManagerState,
  type ManagerEffect,
  type ManagerInput,
  type ManagerPhase,
  type ManagerSettings,
  type ManagerState,
  managerPhases,
  reduceManager,
  type Transition,
} from '../../src/index.ts';
import { connectionTo, credentials } from '../support/networks.ts';

const home = credentials('home', 'a long secret');
const connection = connectionTo('home');

const inputs = {
  start: { kind: 'start' },
  'service-started': { kind: 'service-started' },
  'service-failed': { kind: 'service-failed' },
  apply: { kind: 'apply', credentials: home },
  'timer connect': { kind: 'timer', timer: 'connect' },
  'timer auto-stop': { kind: 'timer', timer: 'auto-stop' },
  'timer cleanup': { kind: 'timer', timer: 'cleanup' },
  'got-ip': { kind: 'got-ip', connection },
  'disconnected by a wrong password': { kind: 'disconnected', reason: disconnectReasons.fourWayHandshakeTimeout },
  'disconnected for an unnamed reason': { kind: 'disconnected', reason: disconnectReasons.beaconTimeout },
  'success-told': { kind: 'success-told' },
  stop: { kind: 'stop' },
  reset: { kind: 'reset' },
  reprovision: { kind: 'reprovision' },
} as const satisfies Record<string, ManagerInput>;

type InputName = keyof typeof inputs;

/** Phase after an input, or `refused`; an input that is left out changes no phase and is not refused. */
type Row = Partial<Record<InputName, ManagerPhase | 'refused'>>;

// esp-idf v5.5: wifi_provisioning/src/manager.c, with automatic stop and without attempts to count.
const withAutoStop: Record<ManagerPhase, Row> = {
  idle: { start: 'starting', apply: 'refused', stop: 'refused', reset: 'refused', reprovision: 'refused' },
  starting: {
    start: 'refused',
    'service-started': 'started',
    'service-failed': 'idle',
    apply: 'refused',
    stop: 'stopping',
    reset: 'refused',
    reprovision: 'refused',
  },
  started: {
    start: 'refused',
    apply: 'credentials-received',
    stop: 'stopping',
    reset: 'refused',
    reprovision: 'refused',
  },
  'credentials-received': {
    start: 'refused',
    apply: 'refused',
    'got-ip': 'succeeded',
    'disconnected by a wrong password': 'failed',
    'disconnected for an unnamed reason': 'failed',
    stop: 'stopping',
    reset: 'refused',
    reprovision: 'refused',
  },
  failed: {
    start: 'refused',
    apply: 'refused',
    'got-ip': 'succeeded',
    stop: 'stopping',
    reset: 'started',
    reprovision: 'refused',
  },
  succeeded: {
    start: 'refused',
    apply: 'refused',
    'disconnected by a wrong password': 'failed',
    'disconnected for an unnamed reason': 'failed',
    'timer auto-stop': 'stopping',
    'success-told': 'stopping',
    stop: 'stopping',
    reset: 'refused',
    reprovision: 'refused',
  },
  stopping: {
    start: 'refused',
    apply: 'refused',
    'timer cleanup': 'idle',
    stop: 'refused',
    reset: 'refused',
    reprovision: 'refused',
  },
};

const withoutAutoStop: Partial<Record<ManagerPhase, Row>> = {
  started: { reprovision: 'started' },
  'credentials-received': { reprovision: 'started' },
  failed: { reprovision: 'started' },
  succeeded: { 'timer auto-stop': 'stopping', 'success-told': 'succeeded', reprovision: 'started' },
};

const names = Object.keys(inputs) as InputName[];
const cells = managerPhases.flatMap((phase) => names.map((name) => ({ phase, name })));

describe('with automatic stop', () => {
  test.each(cells)('the phase “$phase” takes the input “$name” as the firmware does', ({ phase, name }) => {
    expectCell(phase, name, withAutoStop[phase][name], { autoStop: true });
  });
});

describe('without automatic stop', () => {
  test.each(cells)('the phase “$phase” takes the input “$name” as the firmware does', ({ phase, name }) => {
    const expected = { ...withAutoStop[phase], ...withoutAutoStop[phase] }[name];
    expectCell(phase, name, expected, { autoStop: false });
  });
});

function expectCell(
  phase: ManagerPhase,
  name: InputName,
  expected: Row[InputName],
  settings: Partial<ManagerSettings>,
): void {
  const state = stateIn(phase);
  const after = reduce(state, inputs[name], settings);
  expect({ refused: after.refused, phase: after.state.phase }).toEqual(
    expected === 'refused' ? { refused: true, phase } : { refused: false, phase: expected ?? phase },
  );
  if (after.refused) expect(after.state).toBe(state);
}

describe('the effects', () => {
  test('of a start open the service and nothing else', () => {
    expect(effects('idle', inputs.start)).toEqual([{ kind: 'start-service' }]);
  });

  test('of an Apply store before the connect timer runs and before the application is told', () => {
    expect(effects('started', inputs.apply)).toEqual([
      { kind: 'persist', credentials: home },
      { kind: 'start-timer', timer: 'connect' },
      { kind: 'tell', event: { kind: 'credentials-received', credentials: home } },
    ]);
  });

  test('of a refused Apply are a line in the log', () => {
    expect(effects('failed', inputs.apply)).toEqual([
      { kind: 'log', level: 'error', text: 'Wi-Fi credentials already received by provisioning app' },
    ]);
  });

  test('of the connect timer join with what was applied', () => {
    expect(effects('credentials-received', inputs['timer connect'])).toEqual([{ kind: 'join', credentials: home }]);
  });

  test('of an address start the timer of the automatic stop before the application is told', () => {
    expect(effects('credentials-received', inputs['got-ip'])).toEqual([
      { kind: 'log', level: 'info', text: 'STA Got IP' },
      { kind: 'start-timer', timer: 'auto-stop' },
      { kind: 'tell', event: { kind: 'credentials-succeeded', connection } },
    ]);
  });

  test('of an address start no timer where the service stays', () => {
    expect(kinds(reduce(stateIn('credentials-received'), inputs['got-ip'], { autoStop: false }))).toEqual([
      'log',
      'tell',
    ]);
  });

  test('of a second address tell nobody again', () => {
    expect(effects('succeeded', inputs['got-ip']).map(({ kind }) => kind)).toEqual(['log']);
  });

  test('of a stop cancel all timers and start the wait for the end', () => {
    expect(effects('started', inputs.stop)).toEqual([
      { kind: 'cancel-timers' },
      { kind: 'start-timer', timer: 'cleanup' },
    ]);
  });

  test('of the end close the service before the application is told', () => {
    expect(effects('stopping', inputs['timer cleanup'])).toEqual([
      { kind: 'stop-service' },
      { kind: 'log', level: 'info', text: 'Provisioning stopped' },
      { kind: 'tell', event: { kind: 'ended' } },
    ]);
  });

  test('of a reset blank the store, leave the network and tell nobody', () => {
    expect(effects('failed', inputs.reset)).toEqual([{ kind: 'cancel-timers' }, { kind: 'forget' }, { kind: 'leave' }]);
  });

  test('of a reset in another phase name that phase by its number', () => {
    expect(effects('succeeded', inputs.reset)).toEqual([
      { kind: 'log', level: 'error', text: 'Trying reset when not in failure state. Current state: 5' },
    ]);
  });

  test('of a re-provisioning keep the store, leave the network and tell of a new start', () => {
    expect(reduce(stateIn('succeeded'), inputs.reprovision, { autoStop: false }).effects).toEqual([
      { kind: 'cancel-timers' },
      { kind: 'leave' },
      { kind: 'tell', event: { kind: 'started' } },
    ]);
  });
});

describe('a disconnect', () => {
  const reasonsOfEveryRelease = [...Array(70).keys(), ...Array.from({ length: 16 }, (_, i) => 200 + i)];

  test('means a wrong password for the four reasons of ESP-IDF v5.5, a missing network for one, else a retry', () => {
    const outcome = (reason: number) => {
      const { station } = reduce(stateIn('credentials-received'), { kind: 'disconnected', reason }).state;
      return station.kind === 'failed' ? station.reason : station.kind;
    };
    const found = (wanted: string) => reasonsOfEveryRelease.filter((reason) => outcome(reason) === wanted);
    expect(found('auth-error')).toEqual([14, 15, 202, 204]);
    expect(found('network-not-found')).toEqual([201]);
    expect(found('connecting')).toHaveLength(reasonsOfEveryRelease.length - 5);
  });

  test('follows the table of another release where one is set', () => {
    const settings = { authErrorReasons: [2], notFoundReasons: [] };
    const state = stateIn('credentials-received');
    expect(reduce(state, { kind: 'disconnected', reason: 2 }, settings).state.phase).toBe('failed');
    expect(reduce(state, { kind: 'disconnected', reason: 201 }, settings).state.station).toEqual({
      kind: 'connecting',
    });
  });

  test('for an unnamed reason joins again at once and keeps answering “connecting”', () => {
    const after = reduce(stateIn('credentials-received'), { kind: 'disconnected', reason: 8 });
    expect(after.state).toMatchObject({ phase: 'failed', station: { kind: 'connecting' } });
    expect(after.effects).toEqual([
      { kind: 'log', level: 'error', text: 'STA Disconnected' },
      { kind: 'log', level: 'error', text: 'Disconnect reason : 8' },
      { kind: 'join', credentials: home },
    ]);
  });

  test('that fails says why in the log before the application is told', () => {
    expect(effects('credentials-received', { kind: 'disconnected', reason: 201 })).toEqual([
      { kind: 'log', level: 'error', text: 'STA Disconnected' },
      { kind: 'log', level: 'error', text: 'Disconnect reason : 201' },
      { kind: 'log', level: 'error', text: 'STA AP Not found' },
      { kind: 'tell', event: { kind: 'credentials-failed', reason: 'network-not-found' } },
    ]);
  });

  test('counts down the attempts, and the last one decides', () => {
    const settings = { connectionAttempts: 3 };
    const drop: ManagerInput = { kind: 'disconnected', reason: disconnectReasons.authFail };
    const first = reduce(stateIn('credentials-received'), drop, settings);
    expect(first.state.station).toEqual({ kind: 'attempt-failed', attemptsRemaining: 2 });
    expect(kinds(first)).toEqual(['join']);
    const second = reduce(first.state, drop, settings);
    expect(second.state.station).toEqual({ kind: 'attempt-failed', attemptsRemaining: 1 });
    const third = reduce(second.state, drop, settings);
    expect(third.state).toMatchObject({ phase: 'failed', station: { kind: 'failed', reason: 'auth-error' } });
    expect(kinds(third)).not.toContain('join');
  });

  test('for an unnamed reason fails too when attempts are counted', () => {
    const after = reduce(
      stateIn('credentials-received'),
      { kind: 'disconnected', reason: 8 },
      { connectionAttempts: 1 },
    );
    expect(after.state.station).toEqual({ kind: 'failed', reason: 'auth-error' });
  });

  test('has all its attempts again after a reset', () => {
    const settings = { connectionAttempts: 2 };
    const drop: ManagerInput = { kind: 'disconnected', reason: disconnectReasons.authFail };
    const state = play(stateIn('started'), [inputs.apply, drop, drop, inputs.reset, inputs.apply, drop], settings);
    expect(state.station).toEqual({ kind: 'attempt-failed', attemptsRemaining: 1 });
  });
});

describe('polls', () => {
  test('are answered with “connecting” before any Apply', () => {
    expect(stateIn('started').station).toEqual({ kind: 'connecting' });
  });

  test('tell the old failure after a reset, until the next Apply', () => {
    const failed = play(stateIn('credentials-received'), [{ kind: 'disconnected', reason: 15 }, inputs.reset]);
    expect(failed).toMatchObject({ phase: 'started', station: { kind: 'failed', reason: 'auth-error' } });
    expect(reduce(failed, inputs.apply).state.station).toEqual({ kind: 'connecting' });
  });
});

describe('any sequence of inputs', () => {
  const reason = fc.oneof(fc.constantFrom(...Object.values(disconnectReasons)), fc.nat(65535));
  const stimulus: fc.Arbitrary<ManagerInput> = fc.oneof(
    fc.constantFrom<ManagerInput>(...Object.values(inputs)),
    reason.map((value) => ({ kind: 'disconnected', reason: value }) as const),
  );
  const settings = fc.record({ autoStop: fc.boolean(), connectionAttempts: fc.nat(4) });

  test('leaves a known phase, changes nothing when refused, and never tells of success without a connection', () => {
    fc.assert(
      fc.property(fc.array(stimulus, { maxLength: 40 }), settings, (sequence, chosen) => {
        let state = initialManagerState;
        for (const input of sequence) {
          const after = reduce(state, input, chosen);
          expect(managerPhases).toContain(after.state.phase);
          expectSound(state, input, after, chosen);
          state = after.state;
        }
      }),
      { numRuns: 400 },
    );
  });

  test('is a pure matter: the same state and input give the same outcome, and the old state stays as it was', () => {
    fc.assert(
      fc.property(fc.array(stimulus, { maxLength: 20 }), stimulus, settings, (sequence, input, chosen) => {
        const state = play(initialManagerState, sequence, chosen);
        const before = structuredClone(state);
        expect(reduce(state, input, chosen)).toEqual(reduce(state, input, chosen));
        expect(state).toEqual(before);
      }),
    );
  });
});

function expectSound(
  before: ManagerState,
  input: ManagerInput,
  { state, effects, refused }: Transition,
  { autoStop, connectionAttempts }: { autoStop: boolean; connectionAttempts: number },
): void {
  const told = effects.flatMap((effect) => (effect.kind === 'tell' ? [effect.event.kind] : []));
  if (refused) {
    expect(state).toBe(before);
    expect(effects.every(({ kind }) => kind === 'log')).toBe(true);
  }
  if (effects.some(({ kind }) => kind === 'persist')) expect(before.phase).toBe('started');
  if (effects.some(({ kind }) => kind === 'forget')) expect(before.phase).toBe('failed');
  if (effects.some(({ kind }) => kind === 'join')) expect(state.credentials).toBeDefined();
  if (told.includes('credentials-succeeded')) expect(state.station.kind).toBe('connected');
  if (told.includes('credentials-failed'))
    expect(state).toMatchObject({ phase: 'failed', station: { kind: 'failed' } });
  if (state.station.kind === 'attempt-failed') {
    expect(state.station.attemptsRemaining).toBeGreaterThan(0);
    expect(state.station.attemptsRemaining).toBeLessThan(connectionAttempts);
  }
  if (!autoStop && state.phase === 'stopping' && before.phase !== 'stopping') {
    expect(['stop', 'timer']).toContain(input.kind);
  }
  if (state.phase === 'started' && before.phase !== 'starting' && before.phase !== 'started') {
    expect(state.credentials).toBeUndefined();
  }
}

/** A state as it is reached in practice. */
function stateIn(phase: ManagerPhase): ManagerState {
  const toStarted = [inputs.start, inputs['service-started']];
  const ways: Record<ManagerPhase, readonly ManagerInput[]> = {
    idle: [],
    starting: [inputs.start],
    started: toStarted,
    'credentials-received': [...toStarted, inputs.apply],
    failed: [...toStarted, inputs.apply, inputs['disconnected by a wrong password']],
    succeeded: [...toStarted, inputs.apply, inputs['got-ip']],
    stopping: [...toStarted, inputs.stop],
  };
  const state = play(initialManagerState, ways[phase]);
  expect(state.phase).toBe(phase);
  return state;
}

function play(
  state: ManagerState,
  sequence: readonly ManagerInput[],
  settings: Partial<ManagerSettings> = {},
): ManagerState {
  return sequence.reduce((current, input) => reduce(current, input, settings).state, state);
}

function reduce(state: ManagerState, input: ManagerInput, settings: Partial<ManagerSettings> = {}): Transition {
  return reduceManager(state, input, { ...defaultManagerSettings, ...settings });
}

function effects(phase: ManagerPhase, input: ManagerInput): readonly ManagerEffect[] {
  return reduce(stateIn(phase), input).effects;
}

function kinds({ effects }: Transition): string[] {
  return effects.map(({ kind }) => kind);
}
