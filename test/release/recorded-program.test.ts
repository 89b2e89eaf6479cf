import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const preload = new URL('../../scripts/pictures/clock/preload.mjs', import.meta.url).href;

test.skipIf(process.platform === 'win32')('A recorded program ends when its recorder is gone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'esp-prov-clock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const clock = join(folder, 'clock');
  const recorder = createServer().listen(clock);
  onTestFinished(() => void recorder.close());
  await once(recorder, 'listening');
  const program = spawn(
    process.execPath,
    [`--import=${preload}`, '-e', 'require("node:net").createServer().listen(0, "127.0.0.1"); console.log("on")'],
    {
      env: { ...process.env, PICTURES_CLOCK: clock },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  onTestFinished(() => void program.kill('SIGKILL'));
  const [socket] = (await once(recorder, 'connection')) as [Socket];
  socket.write('{"now":0,"seed":"a"}\n');
  await once(program.stdout, 'data');
  expect(program.exitCode).toBe(null);
  socket.destroy();
  await once(program, 'exit');
  expect(program.exitCode).toBe(0);
});
