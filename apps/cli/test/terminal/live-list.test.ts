import { expect, test } from 'vitest';
import { liveList } from '../../src/terminal/live-list.ts';

test('a line that is too long for the terminal is cut to its places, and not to its characters', () => {
  const written: string[] = [];
  const terminal = { isTTY: true, columns: 11, rows: 24, write: (text: string) => written.push(text) };
  const list = liveList(terminal as unknown as NodeJS.WriteStream, { shown: true });
  list.show(['short', '1234567890', '12345678901', '寝室のランプ']);
  expect(written.join('').split('\n')).toEqual(['short', '1234567890', '123456789…', '寝室のラ… ', '']);
});

test('a list that changes is written over, and cleared only behind and below it', () => {
  const written: string[] = [];
  const terminal = { isTTY: true, columns: 40, rows: 24, write: (text: string) => written.push(text) };
  const list = liveList(terminal as unknown as NodeJS.WriteStream, { shown: true });
  list.show(['one', 'two']);
  list.show(['three']);
  list.clear();
  expect(written).toEqual(['one\ntwo\n', '\u001b[2A\rthree\u001b[K\n\u001b[J', '\u001b[1A\r\u001b[J']);
});
