"""Packets between host and controller. Bluetooth Core Specification 5.3, volume 4 part E."""
import struct

COMMAND, ACL_DATA, EVENT = 1, 2, 4
# Not of the specification: the first packet of Linux's virtual controller, both ways.
VENDOR = 0xFF

SUCCESS = 0x00
UNKNOWN_COMMAND = 0x01
UNKNOWN_CONNECTION = 0x02
PIN_OR_KEY_MISSING = 0x06
CONNECTION_TIMEOUT = 0x08
COMMAND_DISALLOWED = 0x0C
TERMINATED_BY_LOCAL_HOST = 0x16

CENTRAL, PERIPHERAL = 0, 1


def event(code, body):
    return struct.pack('<BBB', EVENT, code, len(body)) + body


def le_event(subevent, body):
    return event(0x3E, bytes([subevent]) + body)


def command_complete(opcode, body):
    return event(0x0E, struct.pack('<BH', 1, opcode) + body)


def command_status(opcode, status):
    return event(0x0F, struct.pack('<BBH', status, 1, opcode))


def disconnection_complete(handle, reason):
    return event(0x05, struct.pack('<BHB', SUCCESS, handle, reason))


def encryption_change(status, handle):
    return event(0x08, struct.pack('<BHB', status, handle, 1 if status == SUCCESS else 0))


def remote_version(handle, version):
    return event(0x0C, struct.pack('<BH', SUCCESS, handle) + version)


def completed_packets(handle, count):
    return event(0x13, struct.pack('<BHH', 1, handle, count))


def connection_complete(status, handle, role, peer, parameters):
    """`peer` is a pair of address type and address; `parameters` are interval, latency and time-out."""
    kind, address = peer
    return le_event(0x01, struct.pack('<BHBB', status, handle, role, kind) + address + struct.pack('<HHHB', *parameters, 0))


def advertising_report(kind, sender, data, rssi):
    address_type, address = sender
    return le_event(0x02, bytes([1, kind, address_type]) + address + bytes([len(data)]) + data + struct.pack('b', rssi))


def connection_update(handle, parameters):
    return le_event(0x03, struct.pack('<BHHHH', SUCCESS, handle, *parameters))


def remote_features(handle, features):
    return le_event(0x04, struct.pack('<BH', SUCCESS, handle) + features)


def long_term_key_request(handle, number):
    """`number` is the random number and the diversifier with which the host finds its key."""
    return le_event(0x05, struct.pack('<H', handle) + number)


def acl_data(handle, flags, payload):
    return bytes([ACL_DATA]) + struct.pack('<H', handle | flags << 12) + payload
