import { describe, expect, test } from 'vitest';
import { type ErrorCode, errorTable } from '../../src/errors/error-table.ts';
import { exitCodes } from '../../src/errors/exit-codes.ts';
import { isProvisioningError, ProvisioningError } from '../../src/errors/provisioning-error.ts';

const codes = Object.keys(errorTable) as ErrorCode[];

describe('an error', () => {
  test.each(codes)('%s says by itself what the table says', (code) => {
    const error = new ProvisioningError(code);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'ProvisioningError', code, message: errorTable[code].meaning, details: {} });
    expect(isProvisioningError(error, code)).toBe(true);
  });

  test('has the message, the details and the cause that it was given', () => {
    const cause = new TypeError('below');
    const error = new ProvisioningError('device/status', 'this case', { cause, details: { status: 4 } });
    expect(error).toMatchObject({ message: 'this case', details: { status: 4 }, cause });
    expect(String(error)).toBe('ProvisioningError: this case');
  });

  test('has the facts that decide what is done next under fixed types', () => {
    const { details } = new ProvisioningError('link/lost', 'this case', { details: { sent: false, attError: 14 } });
    expect([details.sent, details.attError, details.replaced]).toEqual([false, 14, undefined]);
    // @ts-expect-error: it is a number.
    new ProvisioningError('gatt/refused', 'this case', { details: { attError: '0x0e' } });
    // @ts-expect-error: it is a boolean.
    new ProvisioningError('link/lost', 'this case', { details: { sent: 'no' } });
  });

  test('has no cause where none was given', () => {
    expect('cause' in new ProvisioningError('link/lost')).toBe(false);
  });

  test.each([
    ['wifi/auth-error', 1],
    ['usage/invalid-option', 2],
    ['wifi/outcome-unknown', 3],
    ['link/lost', 4],
    ['endpoint/not-found', 5],
    ['session/proof-mismatch', 6],
    ['message/malformed', 7],
    ['device/status', 8],
  ] as const)('%s ends a command with %i', (code, exitCode) => {
    expect(exitCodes[errorTable[new ProvisioningError(code).code].exit]).toBe(exitCode);
  });
});

describe('an error is known as ours', () => {
  test('when another copy of this package has thrown it', async () => {
    // The query makes a second module of the same file.
    const copyPath = '../../src/errors/provisioning-error.ts?copy';
    const copy = (await import(copyPath)) as { ProvisioningError: typeof ProvisioningError };
    expect(copy.ProvisioningError).not.toBe(ProvisioningError);
    const error = new copy.ProvisioningError('link/lost');
    expect(error).not.toBeInstanceOf(ProvisioningError);
    expect(isProvisioningError(error)).toBe(true);
    expect(isProvisioningError(error, 'link/lost')).toBe(true);
    expect(isProvisioningError(error, 'link/timeout')).toBe(false);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'link/lost'],
    ['an object of the same shape', { name: 'ProvisioningError', code: 'link/lost' }],
    ['an error of Node', Object.assign(new Error('x'), { code: 'ECONNRESET' })],
    ['an error of the name without a code', named({})],
    ['an error of the name with a number', named({ code: 4 })],
    ['an error of the name with a code that is not in the table', named({ code: 'link/unheard-of' })],
    ['an error of the name with a code that every object has', named({ code: 'toString' })],
  ])('but %s is not', (_, value) => {
    expect(isProvisioningError(value)).toBe(false);
  });
});

function named(properties: object): Error {
  return Object.assign(new Error('x'), { name: 'ProvisioningError' }, properties);
}
