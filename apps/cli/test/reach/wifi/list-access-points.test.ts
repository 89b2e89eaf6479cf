import { utf8 } from '@esp-prov/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listAccessPoints } from '../../../src/reach/wifi/list-access-points.ts';
import type { RunTool } from '../../../src/reach/wifi/run-tool.ts';
import { FakeTools, nmcliLine, printing } from '../../support/fake-tools.ts';
import { Scratch } from '../../support/scratch.ts';

let scratch: Scratch;
let tools: FakeTools;
let path: string | undefined;

beforeEach(() => {
  scratch = new Scratch();
  tools = new FakeTools(scratch);
  path = process.env['PATH'];
  process.env['PATH'] = tools.env.PATH;
});

afterEach(() => {
  process.env['PATH'] = path;
  scratch[Symbol.dispose]();
});

describe('the access points of a machine', () => {
  test('are told by nmcli on Linux', async () => {
    tools.add('nmcli', printing(nmcliLine('PROV_1')));
    const { accessPoints } = await listAccessPoints({ platform: 'linux' });
    expect(accessPoints).toMatchObject([{ ssid: utf8('PROV_1'), signal: 60 }]);
    expect(tools.calls).toEqual([expect.stringContaining('SSID-HEX')]);
  });

  test('are told by netsh on Windows', async () => {
    tools.add('netsh', printing('SSID 1 : PROV_1', '    BSSID 1  : aa:bb:cc:dd:ee:02', '    Signal : 60%'));
    const { accessPoints } = await listAccessPoints({ platform: 'win32' });
    expect(accessPoints).toMatchObject([{ ssid: utf8('PROV_1'), signal: 60 }]);
    expect(tools.calls).toEqual(['netsh wlan show networks mode=bssid']);
  });

  test('are told by the netsh of Windows itself, not by one of that name in the current folder', async () => {
    const started: string[] = [];
    const run: RunTool = async (program) => {
      started.push(program);
      return { kind: 'missing' };
    };
    const heard = await listAccessPoints({ platform: 'win32', env: { SystemRoot: 'C:\\Windows' }, run });
    expect(started).toEqual(['C:\\Windows\\System32\\netsh.exe']);
    expect(heard).toEqual({ accessPoints: undefined, why: 'netsh is not installed' });
  });

  test('are told by airport on macOS, and by system_profiler where that has only a notice left', async () => {
    tools.add('airport', printing('          PROV_1 aa:bb:cc:dd:ee:02 -70  6  Y  -- NONE'));
    expect(await listAccessPoints({ platform: 'darwin' })).toMatchObject({ accessPoints: [{ signal: 60 }] });
    tools.add('airport', printing('WARNING: The airport command line tool is deprecated'));
    tools.add('system_profiler', printing('{"SPAirPortDataType":[]}'));
    expect(await listAccessPoints({ platform: 'darwin' })).toEqual({ accessPoints: [] });
  });

  test.each(['linux', 'win32', 'darwin', 'freebsd'] as const)(
    'are not listed on %s without a program',
    async (platform) => {
      process.env['PATH'] = '/nonexistent/esp-prov-test';
      const heard = await listAccessPoints({ platform });
      expect(heard).toEqual({ accessPoints: undefined, why: expect.stringMatching(/not installed|no program/) });
    },
  );

  test('are not listed by a program that fails, with its words', async () => {
    tools.add('nmcli', "echo 'Error: NetworkManager is not running.' >&2; exit 8");
    expect(await listAccessPoints({ platform: 'linux' })).toEqual({
      accessPoints: undefined,
      why: 'nmcli failed: Error: NetworkManager is not running.',
    });
  });

  test('are not listed by a program that does not end, nor by one that keeps the pipe open', async () => {
    for (const script of ['exec sleep 60', 'sleep 60 & exec sleep 60']) {
      tools.add('nmcli', script);
      const heard = await listAccessPoints({ platform: 'linux', ms: 300 });
      expect(heard).toEqual({ accessPoints: undefined, why: 'nmcli did not end in time' });
    }
  });

  test('are not listed by a program that never stops printing', async () => {
    tools.add('nmcli', 'exec yes');
    const heard = await listAccessPoints({ platform: 'linux' });
    expect(heard).toEqual({ accessPoints: undefined, why: 'nmcli printed more than a list has' });
  });

  test('are not waited for when the run ends', async () => {
    tools.add('nmcli', 'exec sleep 60');
    const ending = new AbortController();
    const listing = listAccessPoints({ platform: 'linux', signal: ending.signal });
    ending.abort(new Error('interrupted'));
    await expect(listing).rejects.toThrow('interrupted');
  });
});
