import { describe, expect, test } from 'vitest';
import { generateSecret, secretAlphabet, secretLength } from '../../src/options/generate-secret.ts';

describe('a generated secret', () => {
  test('has 79 bits, of characters that are not taken for each other', () => {
    expect(Math.floor(secretLength * Math.log2(secretAlphabet.length))).toBe(79);
    expect(new Set(secretAlphabet).size).toBe(31);
    expect(secretAlphabet).not.toMatch(/[01ilo]|[^a-z0-9]/);
    expect(generateSecret()).toMatch(/^[a-hj-km-np-z2-9]{16}$/);
    expect(new Set(Array.from({ length: 100 }, () => generateSecret())).size).toBe(100);
  });

  test('takes every character equally often, and draws a number again that has none', () => {
    const counts = new Map<string, number>();
    for (let byte = 0; byte < 256; byte++) {
      let calls = 0;
      const made = generateSecret((length) => new Uint8Array(length).fill(calls++ === 0 ? byte : 0));
      if (byte % 32 === 31) expect({ made, calls }).toEqual({ made: 'a'.repeat(16), calls: 2 });
      else counts.set(made, (counts.get(made) ?? 0) + 1);
    }
    expect([...counts.keys()].map(([first]) => first).join('')).toBe(secretAlphabet);
    expect(new Set(counts.values())).toEqual(new Set([8]));
  });
});
