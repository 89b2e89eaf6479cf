import { describe, expect, test } from 'vitest';
import { type JoinReport, type JoinVerdict, joinBegin, judgeReport } from '../../src/wpa-supplicant/join-verdict.ts';

/** Returns what the last of several reports means. */
function judge(
  reports: readonly JoinReport[],
  options: { readonly sae?: boolean; readonly passphrase?: boolean } = {},
): JoinVerdict {
  let progress = joinBegin;
  let verdict: JoinVerdict = { kind: 'go-on' };
  for (const report of reports) {
    ({ progress, verdict } = judgeReport(progress, report, { sae: false, passphrase: true, ...options }));
  }
  return verdict;
}

const begun: readonly JoinReport[] = [{ isOurs: true, state: 'authenticating' }, { authStatusCode: 0 }];
const associated: readonly JoinReport[] = [...begun, { state: 'associating' }, { state: 'associated' }];
const handshake: readonly JoinReport[] = [...associated, { state: '4way_handshake' }];
const idle: JoinReport = { scanDone: true };

describe('what wpa_supplicant reports while it joins', () => {
  test.each<[string, readonly JoinReport[], JoinVerdict, { readonly sae?: boolean; readonly passphrase?: boolean }?]>([
    ['the handshake ends well', [...handshake, { state: 'completed' }], { kind: 'joined' }],
    ['an open network lets it in', [...associated, { state: 'completed' }], { kind: 'joined' }, { passphrase: false }],
    [
      'the access point ends the handshake: 15',
      [...handshake, { disconnectReason: 15 }],
      { kind: 'wrong-key', sae: false },
    ],
    ['it does so with 2', [...handshake, { disconnectReason: 2 }], { kind: 'wrong-key', sae: false }],
    [
      'both come at once',
      [...associated, { state: '4way_handshake', disconnectReason: 15 }],
      { kind: 'wrong-key', sae: false },
    ],
    ['this side ends the handshake for another reason', [...handshake, { disconnectReason: -17 }], { kind: 'go-on' }],
    ['the link is lost before the handshake', [...associated, { disconnectReason: 15 }], { kind: 'go-on' }],
    [
      'SAE is answered with 1',
      [...begun, { state: 'disconnected', authStatusCode: 1 }],
      { kind: 'wrong-key', sae: true },
      { sae: true },
    ],
    ['SAE is answered with 15', [...begun, { authStatusCode: 15 }], { kind: 'wrong-key', sae: true }, { sae: true }],
    ['SAE has to be begun anew: 76', [...begun, { authStatusCode: 76 }], { kind: 'go-on' }, { sae: true }],
    ['another authentication is answered with 1', [...begun, { authStatusCode: 1 }], { kind: 'go-on' }],
    ['the access point is full: 17', [...begun, { authStatusCode: 17 }], { kind: 'go-on' }, { sae: true }],
    ['the association is refused', [...begun, { assocStatusCode: 17 }], { kind: 'go-on' }],
    [
      'wpa_supplicant says that the key is wrong',
      [...handshake, { saysWrongKey: true }],
      { kind: 'wrong-key', sae: false },
    ],
    ['it says so of SAE', [...begun, { saysWrongKey: true }], { kind: 'wrong-key', sae: true }, { sae: true }],
    [
      'a network without a passphrase ends',
      [...handshake, { disconnectReason: 15 }],
      { kind: 'go-on' },
      { passphrase: false },
    ],
    ['the network before is left', [{ disconnectReason: -3 }], { kind: 'go-on' }],
    [
      'another network fails',
      [{ isOurs: false, state: '4way_handshake' }, { disconnectReason: 15 }],
      { kind: 'go-on' },
    ],
    ['another network is joined first', [idle, { isOurs: false, state: 'completed' }], { kind: 'elsewhere' }],
    [
      'another network is joined after a try',
      [...begun, { isOurs: false, state: 'authenticating' }, { state: 'completed' }],
      { kind: 'passed-over' },
    ],
    ['two scans bring nothing', [{ state: 'scanning' }, idle, idle], { kind: 'go-on' }],
    ['three scans bring nothing', [{ state: 'scanning' }, idle, idle, idle], { kind: 'passed-over' }],
    ['a try lies between the scans', [idle, idle, ...begun, { state: 'disconnected' }, idle], { kind: 'go-on' }],
    ['a scan ends during a try', [...begun, idle, idle, idle], { kind: 'go-on' }],
    ['nonsense comes', [{ state: 'x'.repeat(200), disconnectReason: Number.NaN }], { kind: 'go-on' }],
  ])('%s', (_, reports, verdict, options) => {
    expect(judge(reports, options)).toEqual(verdict);
  });
});
