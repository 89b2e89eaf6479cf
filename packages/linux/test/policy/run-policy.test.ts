import { type ManualClock, manualClock } from '@esp-prov/testing';
import { describe, expect, it } from 'vitest';
import type { PolicyInput, PolicyRules } from '../../src/policy/policy-state.ts';
import { PolicyRunner } from '../../src/policy/run-policy.ts';

/** A board with a policy, and what was done by it: `2s begin offline`. */
interface Board {
  readonly clock: ManualClock;
  readonly done: readonly string[];
  tell(...inputs: (PolicyInput | PolicyInput['kind'])[]): void;
  runner: PolicyRunner;
}

function board(rules: Partial<PolicyRules>, start: Partial<Extract<PolicyInput, { kind: 'started' }>>): Board {
  const clock = manualClock();
  const done: string[] = [];
  const runner = new PolicyRunner(
    { canStayOnline: true, ...rules },
    {
      clock,
      perform: (effect) =>
        done.push(`${clock.now() / 1000}s ${effect.kind} ${effect.kind === 'begin' ? effect.reason : effect.why}`),
    },
  );
  const tell: Board['tell'] = (...inputs) => {
    for (const input of inputs) runner.dispatch(typeof input === 'string' ? ({ kind: input } as PolicyInput) : input);
  };
  tell({ kind: 'started', provisioned: false, online: false, failedBoots: 1, ...start });
  return { clock, done, tell, runner };
}

const kept = { provisioned: true };

describe('a board without a network of ours', () => {
  it.each(['unprovisioned', 'offline', undefined] as const)('offers provisioning at once with the policy %s', (on) => {
    expect(board({ on }, {}).done).toEqual(['0s begin unprovisioned']);
  });

  it('offers it although the user has put it into a network', () => {
    expect(board({}, { online: true }).done).toEqual(['0s begin unprovisioned']);
  });

  it('offers nothing on demand, until there is one', () => {
    const { done, tell } = board({ on: 'demand' }, {});
    expect(done).toEqual([]);
    tell('demand', 'demand');
    expect(done).toEqual(['0s begin demand']);
  });
});

describe('a board that has a network', () => {
  it.each(['unprovisioned', 'demand', undefined] as const)(
    'offers nothing by itself with the policy %s',
    async (on) => {
      const { clock, done, tell } = board({ on }, kept);
      await clock.advance(3_600_000);
      tell('online', 'offline');
      await clock.advance(3_600_000);
      expect(done).toEqual([]);
    },
  );

  it('offers it always where that is the policy, again after each success', () => {
    const { done, tell } = board({ on: 'always' }, { ...kept, online: true });
    tell('joining', 'succeeded');
    expect(done).toEqual(['0s begin always', '0s end succeeded', '0s begin always']);
  });

  it('is not taken out of the network that it has just got into', () => {
    const { done, tell } = board({ on: 'always', canStayOnline: false }, kept);
    tell('joining', 'online', 'succeeded');
    expect(done).toEqual(['0s begin always', '0s end succeeded']);
  });
});

describe('the policy offline', () => {
  it('offers it to a board that is not in a network a minute after its start', async () => {
    const { clock, done } = board({ on: 'offline' }, kept);
    await clock.advance(59_999);
    expect(done).toEqual([]);
    await clock.advance(1);
    expect(done).toEqual(['60s begin offline']);
  });

  it('waits as long as it is told', async () => {
    const { clock, done } = board({ on: 'offline', offlineMs: 5000 }, kept);
    await clock.advance(10_000);
    expect(done).toEqual(['5s begin offline']);
  });

  it('offers nothing where the board is in its network in time, and leaves it later', async () => {
    const { clock, done, tell } = board({ on: 'offline' }, kept);
    await clock.advance(59_000);
    tell('online');
    await clock.advance(60_000);
    tell('offline');
    await clock.advance(3_600_000);
    expect(done).toEqual([]);
  });

  it('ends when the board gets into its network by itself', async () => {
    const { clock, done, tell } = board({ on: 'offline' }, kept);
    await clock.advance(70_000);
    tell('client', 'online');
    expect(done).toEqual(['60s begin offline', '70s end online']);
  });

  it('does not end under a client whose credentials are tried', async () => {
    const { clock, done, tell } = board({ on: 'offline' }, kept);
    await clock.advance(60_000);
    tell('joining', 'online');
    expect(done).toEqual(['60s begin offline']);
    tell('succeeded');
    expect(done.at(-1)).toBe('60s end succeeded');
  });

  it('lets a board with one radio try its network again after ten minutes as an access point, and so on', async () => {
    const { clock, done, tell } = board({ on: 'offline', canStayOnline: false }, kept);
    await clock.advance(1_350_000);
    expect(done).toEqual(['60s begin offline', '660s end window-over', '720s begin offline', '1320s end window-over']);
    tell('online');
    await clock.advance(3_600_000);
    expect(done).toHaveLength(4);
  });
});

describe('failed starts', () => {
  it.each([
    [3, 0],
    [4, 1],
    [9, 1],
  ])('with 3 of them before: the start number %i offers it %i times', async (failedBoots, times) => {
    const { done } = board({ failedBoots: 3 }, { ...kept, failedBoots });
    expect(done).toEqual(Array(times).fill('0s begin failed-boots'));
  });

  it('count with the policy demand too, and not for a board that is in a network', () => {
    expect(board({ on: 'demand', failedBoots: 1 }, { ...kept, failedBoots: 2 }).done).toHaveLength(1);
    expect(board({ failedBoots: 1 }, { ...kept, failedBoots: 2, online: true }).done).toHaveLength(0);
  });

  it('go together with the policy offline', async () => {
    const { clock, done } = board({ on: 'offline', failedBoots: 3 }, { ...kept, failedBoots: 2 });
    await clock.advance(60_000);
    expect(done).toEqual(['60s begin offline']);
  });
});

describe('the window', () => {
  it('ends what nobody uses, and nothing begins by itself again', async () => {
    const { clock, done, tell } = board({ windowMs: 10_000 }, {});
    await clock.advance(3_600_000);
    expect(done).toEqual(['0s begin unprovisioned', '10s end window-over']);
    tell('demand');
    await clock.advance(20_000);
    expect(done.slice(2)).toEqual(['3600s begin demand', '3610s end window-over']);
  });

  it('begins anew with each sign of a client, and with a demand', async () => {
    const { clock, done, tell } = board({ windowMs: 10_000 }, {});
    for (const input of ['client', 'demand', 'refused'] as const) {
      await clock.advance(9000);
      tell(input);
    }
    await clock.advance(60_000);
    expect(done).toEqual(['0s begin unprovisioned', '37s end window-over']);
  });

  it('does not end while credentials are tried', async () => {
    const { clock, done, tell } = board({ windowMs: 10_000 }, {});
    tell('joining');
    await clock.advance(15_000);
    expect(done).toHaveLength(1);
    tell('refused');
    await clock.advance(60_000);
    expect(done.at(-1)).toBe('25s end window-over');
  });

  it('ends although credentials are tried of which nobody ever hears again', async () => {
    const { clock, done, tell } = board({ windowMs: 10_000 }, {});
    tell('joining');
    await clock.advance(60_000);
    expect(done.at(-1)).toBe('20s end window-over');
  });

  it('is over with a success', async () => {
    const { clock, done, tell } = board({ windowMs: 10_000 }, {});
    tell('joining', 'succeeded');
    await clock.advance(60_000);
    expect(done).toEqual(['0s begin unprovisioned', '0s end succeeded']);
  });
});

describe('a person', () => {
  it('withdraws it, whatever has begun it, and nothing begins by itself again', async () => {
    const { clock, done, tell } = board({ on: 'offline', windowMs: 10_000 }, kept);
    await clock.advance(60_000);
    tell('joining', 'withdraw');
    await clock.advance(3_600_000);
    expect(done).toEqual(['60s begin offline', '60s end stopped']);
  });

  it('withdraws nothing where nothing is offered', async () => {
    const { clock, done, tell } = board({ on: 'offline' }, kept);
    tell('withdraw');
    await clock.advance(3_600_000);
    expect(done).toEqual([]);
  });

  it('resets a board, which then offers it, unless that is on demand only', () => {
    const one = board({}, { ...kept, online: true });
    one.tell('forgotten');
    expect(one.done).toEqual(['0s begin unprovisioned']);
    const other = board({ on: 'demand' }, kept);
    other.tell('forgotten');
    expect(other.done).toEqual([]);
  });

  it('resets a board in the middle of it, which goes on', () => {
    const { done, tell } = board({}, kept);
    tell('demand', 'forgotten');
    expect(done).toEqual(['0s begin demand']);
  });
});

describe('a failure', () => {
  it('is tried again after a minute, for the same reason', async () => {
    const { clock, done, tell } = board({}, {});
    tell('failed');
    await clock.advance(60_000);
    tell('failed');
    await clock.advance(60_000);
    expect(done).toEqual([
      '0s begin unprovisioned',
      '0s end failed',
      '60s begin unprovisioned',
      '60s end failed',
      '120s begin unprovisioned',
    ]);
  });

  it('is not tried again where that has no reason any more', async () => {
    const withdrawn = board({}, {});
    withdrawn.tell('failed', 'withdraw');
    await withdrawn.clock.advance(600_000);
    expect(withdrawn.done).toHaveLength(2);
    const back = board({ on: 'offline' }, kept);
    await back.clock.advance(60_000);
    back.tell('failed', 'online');
    await back.clock.advance(600_000);
    expect(back.done).toEqual(['60s begin offline', '60s end failed']);
  });

  it('is tried at once on demand', async () => {
    const { clock, done, tell } = board({}, {});
    tell('failed', 'demand');
    await clock.advance(600_000);
    expect(done.slice(2)).toEqual(['0s begin demand']);
  });
});

it('does nothing more once it has ended', async () => {
  const { clock, done, tell, runner } = board({ on: 'offline' }, kept);
  runner[Symbol.dispose]();
  await clock.advance(600_000);
  tell('demand');
  expect(done).toEqual([]);
});
