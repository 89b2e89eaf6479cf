/**
 * For programs that run a virtual ESP32 with a vendor's endpoints: an ESP RainMaker node, or ESP-IDF's local control.
 *
 * @packageDocumentation
 */
export {
  exampleProperties,
  type LocalProperty,
  localControl,
  localControlEndpoint,
} from './local-control.ts';
export { type LocalServiceOptions, startLocalService } from './local-service.ts';
export { type RainmakerOptions, rainmaker } from './rainmaker.ts';
