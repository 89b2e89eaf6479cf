import { Protocomm } from '@esp-prov/device';
import { sec1Device, utf8 } from '@esp-prov/protocol';
import { expect, test } from 'vitest';
import { DeviceSession, type SealedMessage } from '../../src/index.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

/** A device of security 1 that answers each request with it, and what goes over its transport. */
function echoDevice() {
  const protocomm = new Protocomm({ security: sec1Device({ pop: 'abcd1234' }) });
  protocomm.addSecurity('prov-session');
  protocomm.add('echo', async (request) => request);
  protocomm.open(1);
  const version = utf8('{"prov":{"ver":"v1.1","sec_ver":1,"cap":[]}}');
  const carried: { readonly request: Uint8Array; readonly answer: Uint8Array }[] = [];
  const transport = new ScriptedTransport(async ({ endpoint, request }) => {
    const answer = endpoint === 'proto-ver' ? version : await protocomm.handle(1, endpoint, request);
    carried.push({ request, answer });
    return answer;
  });
  return { transport, carried };
}

test('a listener hears of both forms of every message that is sealed, by the bytes that the transport carries', async () => {
  const { transport, carried } = echoDevice();
  const heard: SealedMessage[] = [];
  const session = await DeviceSession.connect(transport, { pop: 'abcd1234', onSealed: (each) => heard.push(each) });
  expect(heard).toEqual([]);
  await session.request('echo', utf8('hello'), { allowEcho: true });
  expect(
    heard.map(({ direction, plain, securityVersion, reusesNonce }) => ({
      direction,
      plain,
      securityVersion,
      reusesNonce,
    })),
  ).toEqual([
    { direction: 'sent', plain: utf8('hello'), securityVersion: 1, reusesNonce: false },
    { direction: 'received', plain: utf8('hello'), securityVersion: 1, reusesNonce: false },
  ]);
  const { request, answer } = carried.at(-1) ?? {};
  expect(heard[0]?.sealed).toEqual(request);
  expect(heard[1]?.sealed).toEqual(answer);
});
