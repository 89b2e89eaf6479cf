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
  init: { kind: 'init' },
  start: { kind: 'start' },
  'service-started': { kind: 'service-started' },
  'service-failed': { kind: 'service-failed' },
  apply: { kind: 'apply', credentials: home },
  configure: { kind: 'configure', credentials: home },
  'timer connect': { kind: 'timer', timer: 'connect' },
  'timer auto-stop': { kind: 'timer', timer: 'auto-stop' },
  'timer cleanup': { kind: 'timer', timer: 'cleanup' },
  'station-started': { kind: 'station-started' },
  'got-ip': { kind: 'got-ip', connection },
  'disconnected by a wrong password': { kind: 'disconnected', reason: disconnectReasons.fourWayHandshakeTimeout },
  'disconnected for an unnamed reason': { kind: 'disconnected', reason: disconnectReasons.beaconTimeout },
  'success-told': { kind: 'success-told' },
  stop: { kind: 'stop' },
  reset: { kind: 'reset' },
  reprovision: { kind: 'reprovision' },
  restore: { kind: 'restore' },
  deinit: { kind: 'deinit' },
} as const satisfies Record<string, ManagerInput>;

type InputName = keyof typeof inputs;

/** Phase after an input, or `refused`; other inputs change no phase and are not refused. */
type Row = Partial<Record<InputName, ManagerPhase | 'refused'>>;

// esp-idf v5.5: wifi_provisioning/src/manager.c, with automatic stop and without attempts to count. Apply changes no
// phase by itself: it offers the configuration to the application, and “configure” follows.
const withAutoStop: Record<ManagerPhase, Row> = {
  idle: { start: 'starting', configure: 'refused', stop: 'refused', reset: 'refused', reprovision: 'refused' },
  starting: {
    start: 'refused',
    'service-started': 'started',
    'service-failed': 'idle',
    configure: 'refused',
    stop: 'stopping',
    deinit: 'stopping',
    reset: 'refused',
    reprovision: 'refused',
  },
  started: {
    start: 'refused',
    configure: 'credentials-received',
    stop: 'stopping',
    deinit: 'stopping',
    reset: 'refused',
    reprovision: 'refused',
  },
  'credentials-received': {
    start: 'refused',
    configure: 'refused',
    'got-ip': 'succeeded',
    'disconnected by a wrong password': 'failed',
    'disconnected for an unnamed reason': 'failed',
    stop: 'stopping',
    deinit: 'stopping',
    reset: 'refused',
    reprovision: 'refused',
  },
  failed: {
    start: 'refused',
    configure: 'refused',
    'got-ip': 'succeeded',
    // Begun by a success before the failure.
    'timer auto-stop': 'stopping',
    stop: 'stopping',
    deinit: 'stopping',
    reset: 'started',
    reprovision: 'refused',
  },
  succeeded: {
    start: 'refused',
    configure: 'refused',
    'disconnected by a wrong password': 'failed',
    'disconnected for an unnamed reason': 'failed',
    'timer auto-stop': 'stopping',
    'success-told': 'stopping',
    stop: 'stopping',
    deinit: 'stopping',
    reset: 'refused',
    reprovision: 'refused',
  },
  stopping: {
    start: 'refused',
    configure: 'refused',
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

/** Whatever the phase: a manager is initialized once. */
const inEveryPhase: Row = { init: 'refused' };

const names = Object.keys(inputs) as InputName[];
const cells = managerPhases.flatMap((phase) => names.map((name) => ({ phase, name })));

describe('with automatic stop', () => {
  test.each(cells)('the phase “$phase” takes the input “$name” as the firmware does', ({ phase, name }) => {
    expectCell(phase, name, { ...inEveryPhase, ...withAutoStop[phase] }[name], { autoStop: true });
  });
});

describe('without automatic stop', () => {
  test.each(cells)('the phase “$phase” takes the input “$name” as the firmware does', ({ phase, name }) => {
    const expected = { ...inEveryPhase, ...withAutoStop[phase], ...withoutAutoStop[phase] }[name];
    expectCell(phase, name, expected, { autoStop: false });
  });
});

describe('before the event “station-config” came', () => {
  test.each(managerPhases)('the phase “%s” takes Apply as it is', (phase) => {
    const state = stateIn(phase);
    const older = { tellsStationConfig: false };
    expect(reduce(state, inputs.apply, older)).toEqual(reduce(state, inputs.configure, older));
  });
});

describe('without a manager', () => {
  const others = names.filter((name) => !['init', 'restore', 'deinit'].includes(name));
  const calls = ['start', 'apply', 'configure', 'stop', 'reset', 'reprovision'];

  test('only “init” makes one, and tells so', () => {
    const after = reduce(initialManagerState, inputs.init);
    expect(after).toEqual({
      state: { ...initialManagerState, initialized: true, provisioning: true },
      effects: [{ kind: 'tell', event: { kind: 'initialized' } }],
      refused: false,
    });
  });

  test.each(others)('the input “%s” changes nothing, and a call is refused in the words of the firmware', (name) => {
    const after = reduce(initialManagerState, inputs[name]);
    expect(after.state).toBe(initialManagerState);
    expect(after.refused).toBe(calls.includes(name));
    expect(after.effects).toEqual(after.refused ? [{ kind: 'log', line: 'manager/not-initialized', values: [] }] : []);
  });

  test('what is stored can still be forgotten, and another de-initialization tells nobody', () => {
    expect(reduce(initialManagerState, inputs.restore).effects).toEqual([{ kind: 'forget' }]);
    expect(reduce(initialManagerState, inputs.deinit)).toMatchObject({
      refused: false,
      effects: [{ kind: 'log', line: 'manager/already-deinitialized', values: [] }],
    });
  });
});

describe('a de-initialization', () => {
  const deinitialized: ManagerEffect = { kind: 'tell', event: { kind: 'deinitialized' } };
  const end: ManagerEffect[] = [
    { kind: 'stop-service' },
    { kind: 'log', line: 'manager/stopped', values: [] },
    { kind: 'tell', event: { kind: 'ended' } },
    deinitialized,
  ];

  test('of an idle manager reports itself only', () => {
    expect(reduce(stateIn('idle'), inputs.deinit)).toEqual({
      state: initialManagerState,
      effects: [deinitialized],
      refused: false,
    });
  });

  test.each(['starting', 'started', 'credentials-received', 'failed', 'succeeded'] as const)(
    'in the phase “%s” ends the service, reports its end and then its own',
    (phase) => {
      const stopping = reduce(stateIn(phase), inputs.deinit);
      expect(stopping.state).toMatchObject({ phase: 'stopping', initialized: true, deinitializing: true });
      expect(stopping.effects).toEqual([
        { kind: 'cancel-timers' },
        { kind: 'log', line: 'manager/stopping', values: [] },
        { kind: 'start-timer', timer: 'cleanup' },
      ]);
      expect(reduce(stopping.state, inputs['timer cleanup'])).toEqual({
        state: initialManagerState,
        effects: end,
        refused: false,
      });
    },
  );

  test('while the service is ending waits for that end', () => {
    const waiting = reduce(stateIn('stopping'), inputs.deinit);
    expect(waiting.effects).toEqual([]);
    expect(reduce(waiting.state, inputs['timer cleanup']).effects).toEqual(end);
  });

  test('asked for twice tells once', () => {
    const state = play(stateIn('started'), [inputs.deinit, inputs.deinit, inputs['timer cleanup']]);
    expect(state).toEqual(initialManagerState);
    expect(reduce(state, inputs['timer cleanup']).effects).toEqual([]);
  });
});

describe('forgetting the credentials', () => {
  test.each(managerPhases)('in the phase “%s” changes no phase, and leaves nothing to join with', (phase) => {
    const after = reduce(stateIn(phase), inputs.restore);
    expect(after).toMatchObject({ refused: false, state: { phase, credentials: undefined } });
    expect(after.effects).toEqual([{ kind: 'forget' }]);
  });

  test('before the first attempt makes that attempt fail', () => {
    const state = play(stateIn('credentials-received'), [inputs.restore]);
    expect(reduce(state, inputs['timer connect']).effects).toEqual([
      { kind: 'log', line: 'manager/connect-failed', values: [] },
    ]);
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

  test.each(managerPhases)(
    'of an Apply in the phase “%s” offer the configuration before anything is decided',
    (phase) => {
      expect(effects(phase, inputs.apply)).toEqual([{ kind: 'offer-config', credentials: home }]);
    },
  );

  test('of a configuration store before the connect timer runs and before the application is told', () => {
    expect(effects('started', inputs.configure)).toEqual([
      { kind: 'log', line: 'manager/received-ssid', values: ['home'] },
      { kind: 'log', line: 'manager/received-password', values: ['a***********t'] },
      { kind: 'persist', credentials: home },
      { kind: 'start-timer', timer: 'connect' },
      { kind: 'tell', event: { kind: 'credentials-received', credentials: home } },
    ]);
  });

  test('of a configuration without a password log no password', () => {
    const open = reduce(stateIn('started'), { kind: 'configure', credentials: credentials('open') });
    expect(open.effects.filter(({ kind }) => kind === 'log')).toEqual([
      { kind: 'log', line: 'manager/received-ssid', values: ['open'] },
    ]);
  });

  test('of a refused configuration are a line in the log', () => {
    expect(effects('failed', inputs.configure)).toEqual([
      { kind: 'log', line: 'manager/already-received', values: [] },
    ]);
  });

  test('of the connect timer join with what was applied', () => {
    expect(effects('credentials-received', inputs['timer connect'])).toEqual([{ kind: 'join', credentials: home }]);
  });

  test('of an address start the timer of the automatic stop before the application is told', () => {
    expect(effects('credentials-received', inputs['got-ip'])).toEqual([
      { kind: 'log', line: 'manager/sta-got-ip', values: [] },
      { kind: 'log', line: 'manager/stop-timer', values: [30] },
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

  test('of a second address tell everybody again, and leave the timer of the first alone', () => {
    expect(effects('succeeded', inputs['got-ip']).map(({ kind }) => kind)).toEqual(['log', 'log', 'tell']);
  });

  test('of a stop cancel all timers and start the wait for the end', () => {
    expect(effects('started', inputs.stop)).toEqual([
      { kind: 'cancel-timers' },
      { kind: 'log', line: 'manager/stopping', values: [] },
      { kind: 'start-timer', timer: 'cleanup' },
      { kind: 'log', line: 'manager/stop-scheduled', values: [] },
    ]);
  });

  test('of a stop where nothing is to be stopped are a line in the log', () => {
    const text = (phase: ManagerPhase) => effects(phase, inputs.stop);
    expect(text('idle')).toEqual([{ kind: 'log', line: 'manager/not-running', values: [] }]);
    expect(text('stopping')).toEqual([{ kind: 'log', line: 'manager/already-stopping', values: [] }]);
  });

  test('of a station that starts are a line in the log from Apply on, and none before', () => {
    expect(effects('started', inputs['station-started'])).toEqual([]);
    expect(effects('credentials-received', inputs['station-started'])).toEqual([
      { kind: 'log', line: 'manager/sta-start', values: [] },
    ]);
  });

  test('of anything that the radio reports while the service ends are none', () => {
    const state = stateIn('stopping');
    for (const name of ['station-started', 'got-ip', 'disconnected by a wrong password'] as const) {
      expect(reduce(state, inputs[name])).toEqual({ state, effects: [], refused: false });
    }
  });

  test('of the end close the service before the application is told', () => {
    expect(effects('stopping', inputs['timer cleanup'])).toEqual([
      { kind: 'stop-service' },
      { kind: 'log', line: 'manager/stopped', values: [] },
      { kind: 'tell', event: { kind: 'ended' } },
    ]);
  });

  test('of a reset blank the store, leave the network and tell nobody', () => {
    expect(effects('failed', inputs.reset)).toEqual([{ kind: 'cancel-timers' }, { kind: 'forget' }, { kind: 'leave' }]);
  });

  test('of a reset while nothing has failed blank the store, in releases that grant it', () => {
    const settings = { resetsFromStarted: true };
    const after = reduce(stateIn('started'), inputs.reset, settings);
    expect(after).toMatchObject({ refused: false, state: { phase: 'started', credentials: undefined } });
    expect(after.effects).toEqual([
      { kind: 'log', line: 'manager/reset-already-done', values: [] },
      { kind: 'forget' },
    ]);
    for (const phase of ['idle', 'starting', 'credentials-received', 'succeeded', 'stopping'] as const) {
      expect(reduce(stateIn(phase), inputs.reset, settings).refused).toBe(true);
    }
  });

  test('of a reset in another phase name that phase by its number', () => {
    expect(effects('succeeded', inputs.reset)).toEqual([{ kind: 'log', line: 'manager/reset-refused', values: [5] }]);
  });

  test('of a re-provisioning where the service ends by itself say what to call first', () => {
    expect(reduce(stateIn('succeeded'), inputs.reprovision).effects).toEqual([
      { kind: 'log', line: 'manager/reprovision-refused', values: [] },
    ]);
  });

  test('of a re-provisioning keep the store, leave the network and report a new start', () => {
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
      { kind: 'log', line: 'manager/sta-disconnected', values: [] },
      { kind: 'log', line: 'manager/reason', values: [8] },
      { kind: 'join', credentials: home },
    ]);
  });

  test('that fails says why in the log before the application is told', () => {
    expect(effects('credentials-received', { kind: 'disconnected', reason: 201 })).toEqual([
      { kind: 'log', line: 'manager/sta-disconnected', values: [] },
      { kind: 'log', line: 'manager/reason', values: [201] },
      { kind: 'log', line: 'manager/network-not-found', values: [] },
      { kind: 'tell', event: { kind: 'credentials-failed', reason: 'network-not-found' } },
    ]);
  });

  test('is told to the application with the reason of the failure before it, in releases that mistake the two', () => {
    const settings = { tellsStaleReason: true };
    const notFound: ManagerInput = { kind: 'disconnected', reason: 201 };
    const first = reduce(stateIn('credentials-received'), notFound, settings);
    expect(first.state.station).toEqual({ kind: 'failed', reason: 'network-not-found' });
    expect(first.effects.at(-1)).toEqual({ kind: 'tell', event: { kind: 'credentials-failed', reason: 'auth-error' } });
    const again = play(first.state, [inputs.reset, inputs.configure], settings);
    expect(reduce(again, notFound, settings).effects.at(-1)).toEqual({
      kind: 'tell',
      event: { kind: 'credentials-failed', reason: 'network-not-found' },
    });
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
    const state = play(
      stateIn('started'),
      [inputs.configure, drop, drop, inputs.reset, inputs.configure, drop],
      settings,
    );
    expect(state.station).toEqual({ kind: 'attempt-failed', attemptsRemaining: 1 });
  });

  test.each([
    ['a reset', inputs.reset],
    ['a re-provisioning', inputs.reprovision],
  ])('has none of them again after %s in releases that forget to begin anew', (_name, again) => {
    const settings = { connectionAttempts: 2, attemptsSurviveReset: true, autoStop: false };
    const drop: ManagerInput = { kind: 'disconnected', reason: disconnectReasons.authFail };
    const state = play(stateIn('started'), [inputs.configure, drop, drop, again, inputs.configure, drop], settings);
    expect(state).toMatchObject({ phase: 'failed', station: { kind: 'failed', reason: 'auth-error' } });
  });
});

describe('polls', () => {
  test('are answered with “connecting” before any Apply', () => {
    expect(stateIn('started').station).toEqual({ kind: 'connecting' });
  });

  test('tell the old failure after a reset, until the next Apply', () => {
    const failed = play(stateIn('credentials-received'), [{ kind: 'disconnected', reason: 15 }, inputs.reset]);
    expect(failed).toMatchObject({ phase: 'started', station: { kind: 'failed', reason: 'auth-error' } });
    expect(reduce(failed, inputs.configure).state.station).toEqual({ kind: 'connecting' });
  });
});

describe('any sequence of inputs', () => {
  const reason = fc.oneof(fc.constantFrom(...Object.values(disconnectReasons)), fc.nat(65535));
  const stimulus: fc.Arbitrary<ManagerInput> = fc.oneof(
    fc.constantFrom<ManagerInput>(...Object.values(inputs)),
    reason.map((value) => ({ kind: 'disconnected', reason: value }) as const),
  );
  const settings = fc.record({ autoStop: fc.boolean(), connectionAttempts: fc.nat(4) });

  test('leaves a known phase, changes nothing when refused, and never reports success without a connection', () => {
    fc.assert(
      fc.property(fc.array(stimulus, { maxLength: 40 }), settings, (sequence, chosen) => {
        let state = stateIn('idle');
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
        const state = play(stateIn('idle'), sequence, chosen);
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
  if (effects.some(({ kind }) => kind === 'forget')) {
    expect(input.kind === 'restore' || before.phase === 'failed').toBe(true);
  }
  if (told.includes('initialized')) expect(before.initialized).toBe(false);
  if (told.includes('deinitialized')) expect([before.initialized, state.initialized]).toEqual([true, false]);
  if (effects.some(({ kind }) => kind === 'join')) expect(state.credentials).toBeDefined();
  if (told.includes('credentials-succeeded')) expect(state.station.kind).toBe('connected');
  if (told.includes('credentials-failed'))
    expect(state).toMatchObject({ phase: 'failed', station: { kind: 'failed' } });
  if (state.station.kind === 'attempt-failed') {
    expect(state.station.attemptsRemaining).toBeGreaterThan(0);
    expect(state.station.attemptsRemaining).toBeLessThan(connectionAttempts);
  }
  if (!autoStop && state.phase === 'stopping' && before.phase !== 'stopping') {
    expect(['stop', 'timer', 'deinit']).toContain(input.kind);
  }
  if (state.phase === 'started' && before.phase !== 'starting' && before.phase !== 'started') {
    expect(state.credentials).toBeUndefined();
  }
}

/** Returns a state as it is reached in practice. */
function stateIn(phase: ManagerPhase): ManagerState {
  const toStarted = [inputs.init, inputs.start, inputs['service-started']];
  const ways: Record<ManagerPhase, readonly ManagerInput[]> = {
    idle: [inputs.init],
    starting: [inputs.init, inputs.start],
    started: toStarted,
    'credentials-received': [...toStarted, inputs.configure],
    failed: [...toStarted, inputs.configure, inputs['disconnected by a wrong password']],
    succeeded: [...toStarted, inputs.configure, inputs['got-ip']],
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
