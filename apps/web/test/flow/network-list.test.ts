import { expect, test } from 'vitest';
import type { NetworkList } from '../../src/flow/flow-state.ts';
import { emptyList, mergeNetworks } from '../../src/flow/network-list.ts';
import { network } from '../support/flow-states.ts';

const names = ({ heard }: NetworkList) => heard.map(({ ssid, gone }) => (gone ? `(${ssid})` : ssid));

test('an untouched list has the strongest first, and those that are missing last', () => {
  const first = mergeNetworks(emptyList, [network('a', -50), network('b', -40)]);
  expect(names(first)).toEqual(['b', 'a']);
  const second = mergeNetworks(first, [network('a', -30), network('c', -60)]);
  expect(names(second)).toEqual(['a', 'c', '(b)']);
  expect(second.chosen).toBe('61:3');
});

test('a touched list keeps its order and its choice', () => {
  const touched = {
    ...mergeNetworks(emptyList, [network('a', -50), network('b', -40)]),
    chosen: '61:3',
    touched: true,
  };
  const next = mergeNetworks(touched, [network('c', -10), network('b', -90)]);
  expect(names(next)).toEqual(['b', '(a)', 'c']);
  expect(next.chosen).toBe('61:3');
  expect(names(mergeNetworks(next, [network('a', -50)]))).toEqual(['(b)', 'a', '(c)']);
});

test('a network that was given before is chosen rather than the strongest', () => {
  expect(mergeNetworks(emptyList, [network('a', -10), network('b', -40)], '62').chosen).toBe('62:3');
  expect(mergeNetworks(emptyList, [network('corp', -10, 'enterprise')], '636f7270').chosen).toBeUndefined();
});

test('a device that invents networks does not fill the page', () => {
  let list: NetworkList = { ...emptyList, chosen: '78:3', touched: true, heard: [network('x', -90)] };
  for (let round = 0; round < 20; round++) {
    list = mergeNetworks(
      list,
      Array.from({ length: 60 }, (_, i) => network(`n${round}-${i}`, -i)),
    );
    expect(list.heard.length).toBeLessThanOrEqual(65);
    expect(list.heard[0]?.ssid).toBe('x');
  }
});
