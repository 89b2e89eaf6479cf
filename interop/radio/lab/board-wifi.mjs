import { connectBus } from '@esp-prov/dbus';
import { openBoardWifi } from '@esp-prov/linux';
import { systemClock, systemRandom } from '@esp-prov/protocol';

/** Opens the board's Wi-Fi as a program on it does; disposal leaves no network of ours. */
export async function startBoardWifi({ service, log }) {
  const bus = await connectBus();
  const wifi = await openBoardWifi({
    ...{ bus, service, log, clock: systemClock, random: systemRandom, interfaceName: 'wlan0' },
    onWaiting: (what) => log('warn', 'board', `waits for ${what}`),
  });
  let closed = false;
  /** Ends it as the end of its process does: what is kept stays. */
  const end = async () => {
    if (closed) return;
    closed = true;
    await wifi[Symbol.asyncDispose]();
    await bus.close();
  };
  return {
    wifi,
    end,
    async [Symbol.asyncDispose]() {
      if (!closed) await wifi.forget();
      await end();
    },
  };
}

/** Takes what a station reports, one after the other. */
export function stationEvents(station) {
  const events = [];
  let arrived = () => undefined;
  station.watch((event) => {
    events.push(event);
    arrived();
  });
  return {
    events,
    async next(patienceMs = 90_000) {
      const deadline = Date.now() + patienceMs;
      for (;;) {
        if (events.length > 0) return events.shift();
        const leftMs = deadline - Date.now();
        if (leftMs <= 0) throw new Error(`the station has reported nothing for ${patienceMs / 1000} s`);
        await new Promise((resolve) => {
          const timer = setTimeout(resolve, leftMs);
          arrived = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
  };
}
