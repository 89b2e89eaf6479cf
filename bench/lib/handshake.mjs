/** A whole handshake; `spent` is what the side in question has used of it. */
export function handshake({ client, device }, spent) {
  const ours = client.handshake();
  const theirs = device.accept();
  const command0 = spent.client(() => ours.next()).value;
  const response0 = spent.device(() => theirs.respond(command0));
  const command1 = spent.client(() => ours.next(response0)).value;
  const response1 = spent.device(() => theirs.respond(command1));
  if (!spent.client(() => ours.next(response1)).done) throw new Error('the handshake did not end');
}

/** Time of one side in ms per handshake. A side is single-threaded and never waits, so its wall time is its CPU time. */
export function sideMs(schemes, side, calls) {
  let total = 0;
  const timed = (action) => {
    const begin = performance.now();
    const result = action();
    total += performance.now() - begin;
    return result;
  };
  const untimed = (action) => action();
  const spent = { client: untimed, device: untimed, [side]: timed };
  for (let i = 0; i < calls; i++) handshake(schemes, spent);
  return total / calls;
}
