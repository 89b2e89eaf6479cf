import { decodeVersionInfo, utf8 } from '@esp-prov/protocol';
import { expect, test } from 'vitest';
import { vendorEndpoints } from '../../src/vendor/index.ts';

const names = (document: object) =>
  vendorEndpoints(decodeVersionInfo(utf8(JSON.stringify({ prov: { ver: 'v1.1' }, ...document })))).map(
    ({ name }) => name,
  );

test('the endpoints of RainMaker follow from what its applications can', () => {
  expect(names({ rmaker: { ver: '1.0', cap: ['claim'] } })).toEqual(['rmaker_claim']);
  expect(names({ rmaker: { ver: '1.0', cap: ['camera_claim'] } })).toEqual(['rmaker_claim']);
  expect(names({ rmaker_extra: { ver: '1.0', cap: ['ch_resp', 'local_ctrl'] } })).toEqual([
    'ch_resp',
    'get_params',
    'set_params',
    'get_config',
  ]);
});

test.each([{}, { rmaker: { ver: '1.0' } }, { rmaker: 'claim' }, { other: { ver: '1', cap: ['claim'] } }])(
  'none are made up from %j',
  (document) => {
    expect(names(document)).toEqual([]);
  },
);
