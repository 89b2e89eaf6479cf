import { describe, expect, test } from 'vitest';
import { CentralLinks } from '../../src/peripheral/central-links.ts';

const phone = '/org/bluez/hci0/dev_1';
const other = '/org/bluez/hci0/dev_2';

function links() {
  const events: string[] = [];
  let last = 0;
  const made = new CentralLinks({
    listener: {
      connected: (peer) => void events.push(`up ${peer}`),
      disconnected: (peer) => void events.push(`down ${peer}`),
    },
    nextPeer: () => ++last,
    onTaken: () => void events.push('taken'),
    onFree: () => void events.push('free'),
    refuse: (path) => void events.push(`refuse ${path}`),
    log: () => undefined,
  });
  return { made, events };
}

describe('the one central', () => {
  test('is who connects, and takes the service by its first access', () => {
    const { made, events } = links();
    made.linkUp(phone);
    expect(made.enter(phone, 'read')).toBe(1);
    expect(made.enter(phone, 'write')).toBe(1);
    made.linkDown(phone);
    expect(events).toEqual(['up 1', 'taken', 'down 1', 'free']);
    expect(made.taken).toBeUndefined();
  });

  test('counts as connected by its first access, where nothing else told', () => {
    const { made, events } = links();
    expect(made.enter(phone, 'read')).toBe(1);
    expect(events).toEqual(['up 1', 'taken']);
    expect(made.taken).toBe(1);
  });

  test('is whoever uses the service first, where another one was taken for it', () => {
    const { made, events } = links();
    made.linkUp(other);
    made.linkUp(phone);
    expect(made.taken).toBe(1);
    expect(made.enter(phone, 'read')).toBe(2);
    made.linkDown(other);
    expect(events).toEqual(['up 1', 'taken', 'down 1', 'free', 'up 2', 'taken']);
  });

  test('stays it: a second one is refused and its link ended', () => {
    const { made, events } = links();
    made.enter(phone, 'read');
    expect(() => made.enter(other, 'write')).toThrow('another central');
    expect(made.enter(phone, 'write')).toBe(1);
    expect(events).toEqual(['up 1', 'taken', `refuse ${other}`]);
  });

  test('can do nothing more while its link is being ended', () => {
    const { made, events } = links();
    const peer = made.enter(phone, 'read');
    expect(made.beginEnding(peer)).toBe(phone);
    expect(made.beginEnding(peer + 1)).toBeUndefined();
    expect(() => made.enter(phone, 'write')).toThrow('being ended');
    made.linkDown(phone);
    expect(made.enter(phone, 'read')).toBe(2);
    expect(events).toEqual(['up 1', 'taken', 'down 1', 'free', 'up 2', 'taken']);
  });

  test('is forgotten when nothing more will be heard', () => {
    const { made, events } = links();
    made.dropAll();
    made.enter(phone, 'read');
    made.dropAll();
    made.linkDown(phone);
    expect(events).toEqual(['up 1', 'taken', 'down 1', 'free']);
  });
});
