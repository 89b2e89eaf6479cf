export type {
  Bus,
  BusCallOptions,
  IncomingCall,
  MatchRule,
  MethodCall,
  ReceivedSignal,
  Reply,
  Signal,
  Variant,
} from './bus.ts';
export { type ConnectBusOptions, type ConnectedBus, connectBus } from './connect-bus.ts';
export { DBusError, type DBusErrorCode, isDBusError } from './dbus-error.ts';
export type {
  CallContext,
  ExportedInterface,
  ExportedMethod,
  ExportedObject,
  ExportedProperty,
} from './exported-interface.ts';
export { type PrivateBus, type PrivateBusOptions, startPrivateBus } from './private-bus/private-bus.ts';
export { ObjectServer, type ObjectServerOptions } from './server/object-server.ts';
export { errorReply } from './standard-errors.ts';
export { splitSignature } from './values/signature.ts';
