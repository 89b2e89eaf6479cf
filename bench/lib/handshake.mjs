/** Returns a whole handshake; `spent` is what the side in question has used of it. */
export function handshake({ client, device }, spent) {
  const ours = client.handshake();
  const theirs = device.accept();
  const command0 = spent.client(() => ours.next()).value;
  const response0 = spent.device(() => theirs.respond(command0));
  const command1 = spent.client(() => ours.next(response0)).value;
  const response1 = spent.device(() => theirs.respond(command1));
  if (!spent.client(() => ours.next(response1)).done) throw new Error('the handshake did not end');
}

/**
 * Returns the time that one side keeps the processor busy, in ms per handshake: on a machine with other work its wall
 * time is more.
 */
export function sideMs(schemes, side, calls) {
  let total = 0;
  const timed = (action) => {
    const begin = process.cpuUsage();
    const result = action();
    const { user, system } = process.cpuUsage(begin);
    total += (user + system) / 1000;
    return result;
  };
  const untimed = (action) => action();
  const spent = { client: untimed, device: untimed, [side]: timed };
  for (let i = 0; i < calls; i++) handshake(schemes, spent);
  return total / calls;
}
