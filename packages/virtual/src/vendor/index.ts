export {
  exampleProperties,
  type LocalProperty,
  localControl,
  localControlEndpoint,
} from './local-control.ts';
export { type LocalServiceOptions, startLocalService } from './local-service.ts';
export { type RainmakerOptions, rainmaker } from './rainmaker.ts';
