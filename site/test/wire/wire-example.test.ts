import { describe, expect, test } from 'vitest';
import { drawExample } from '../../wire/draw-example.mjs';
import { requireRecorded } from '../../wire/vector.mjs';
import { requireCovered } from '../../wire/wire-example.mjs';

const file = 'protocol/session-v55-sec1-pop-full.json';
const applied = { file, at: ['exchanges', { label: 'config-apply' }, 'response_plain'] };

/** An example of which tests change one thing. */
function example(more: object = {}) {
  return {
    name: 'applied',
    says: 'The device has applied the credentials',
    bytes: Uint8Array.of(8, 5, 0x7a, 0),
    fields: [
      { length: 2, name: 'msg', meaning: '5: <TypeRespApplyConfig>', parts: [1, 1] },
      { length: 2, name: 'resp_apply_config', depth: 1 },
    ],
    vector: applied,
    ...more,
  };
}

describe('requireCovered', () => {
  test.each([
    [[{ length: 2, name: 'msg' }], 'Example applied, offset 2: 2 bytes belong to no field'],
    [[{ length: 5, name: 'msg' }], 'Example applied, offset 0: msg ends behind the 4 bytes'],
    [[{ length: 1.5, name: 'msg' }], 'Example applied, offset 0: msg has the length 1.5'],
    [[{ length: -1, name: 'msg' }], 'Example applied, offset 0: msg has the length -1'],
    [[{ length: 4, name: 'msg', parts: [1, 2] }], 'Example applied, offset 0: the parts of msg have 3 bytes, not 4'],
  ])('refuses %j', (fields, message) => {
    expect(() => requireCovered(example({ fields }))).toThrow(message);
  });
});

describe('requireRecorded', () => {
  test.each([
    [{ bytes: Uint8Array.of(8, 5, 0x7a) }, `offset 3: the end, but byte 00 in ${file}, exchanges, config-apply, `],
    [{ bytes: Uint8Array.of(8, 5, 0x7b, 0) }, `offset 2: byte 7b, but byte 7a in ${file}`],
    [{ vector: { file, at: ['exchanges', { label: 'no such' }, 'response_plain'] } }, `${file} has no bytes at`],
    [{ vector: { file, at: ['origin', 'client'] } }, `${file} has no bytes at origin, client`],
    [{ vector: { none: '' } }, 'Example applied has neither a vector nor the reason'],
    [
      { sealed: [{ says: '', bytes: Uint8Array.of(1), vector: applied }] },
      'Example applied, sealed, offset 0: byte 01',
    ],
  ])('refuses %j', (more, message) => {
    expect(() => requireRecorded(example(more))).toThrow(message);
  });

  test('compares a part of a file that is no JSON', () => {
    const vector = { file: 'nvs/README.md', from: 2 };
    const bytes = Buffer.from('NVS');
    const fields = [{ length: 3, name: 'text' }];
    expect(() => requireRecorded(example({ bytes, fields, vector }))).toThrow(/^Example applied, offset 0/);
    expect(() => requireRecorded(example({ bytes: Buffer.from('# '), vector: { ...vector, from: 0 } }))).not.toThrow();
  });
});

describe('drawExample', () => {
  test('draws a table with a caption and header cells', () => {
    const drawn = drawExample(example());
    expect(drawn).toContain('<caption id="wire-applied-says">The device has applied the credentials');
    expect(drawn.match(/<th scope="row"/g)).toHaveLength(2);
    expect(drawn).toContain('<td>2</td><td><code>7a 00</code></td>');
  });

  test('draws text as text', () => {
    expect(drawExample(example())).toContain('5: &lt;TypeRespApplyConfig&gt;');
  });

  test('draws nothing that differs from its vector, or has a gap', () => {
    expect(() => drawExample(example({ bytes: Uint8Array.of(8, 5, 0x7a, 1) }))).toThrow('offset 3');
    expect(() => drawExample(example({ fields: [] }))).toThrow('offset 0: 4 bytes belong to no field');
  });

  test('has no blank line within the table, which would end it in Markdown', () => {
    expect(drawExample(example()).split('<details')[0]?.trim()).not.toContain('\n\n');
  });
});
