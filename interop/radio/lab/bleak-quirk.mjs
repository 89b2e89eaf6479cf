/**
 * Whether bleak 0.20 gave up because bluetoothd answered before its property `Connected` was true, which happens on a
 * slow machine and is neither side's of ours: the next try is as good as the first.
 */
export function isAnsweredTooEarly(text) {
  return /failed to discover services, device disconnected/.test(text ?? '');
}
