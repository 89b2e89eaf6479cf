"""What the emulated controller does on each command of its host."""
import os
import struct

import hci

# Low Energy encryption and nothing else of version 4.0 to 4.2. Volume 6 part B, 4.6
LE_FEATURES = bytes([0x01, 0, 0, 0, 0, 0, 0, 0])
# LE supported, BR/EDR not. Volume 2 part C, 3.3
LMP_FEATURES = bytes([0, 0, 0, 0, 0x60, 0, 0, 0])
# Version 4.2, company "Linux Foundation".
VERSION = struct.pack('<BHH', 8, 1521, 0)
ACL_LENGTH, ACL_PACKETS = 251, 8
ACCEPT_LIST_SIZE = 32
LE_STATES = bytes([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x03, 0, 0])
ALL_CHANNELS = bytes([0xFF, 0xFF, 0xFF, 0xFF, 0x1F])
ADVERTISING_UNIT = 0.000625

COMMANDS = {}
SUPPORTED_COMMANDS = bytearray(64)


def command(opcode, byte, bit):
    """Registers a command, and its place in the list of supported ones. Volume 4 part E, 6.27"""
    def register(function):
        COMMANDS[opcode] = function
        SUPPORTED_COMMANDS[byte] |= 1 << bit
        return function
    return register


def answer(opcode, byte, bit, result=b''):
    """A command that changes nothing here and always has the same result."""
    command(opcode, byte, bit)(lambda self, code, _: self.succeed(code, result))


def link_command(opcode, byte, bit, completes=False):
    """A command about a link; `completes`: answered by its result, not by a status with events to follow."""
    def register(function):
        @command(opcode, byte, bit)
        def run(self, code, parameters):
            handle, = struct.unpack_from('<H', parameters)
            link = self.links.get(handle)
            status = hci.SUCCESS if link else hci.UNKNOWN_CONNECTION
            if not completes:
                self.send(hci.command_status(code, status))
            elif not link:
                self.complete(code, bytes([status]) + parameters[:2])
            if link:
                function(self, link, parameters, lambda result=b'': self.succeed(code, parameters[:2] + result))
        return function
    return register


answer(0x0C01, 5, 6)  # Set Event Mask
answer(0x0C63, 22, 2)  # Set Event Mask Page 2
answer(0x1001, 14, 3, struct.pack('<BHBHH', 8, 0, 8, 1521, 0))  # Read Local Version
answer(0x1003, 14, 5, LMP_FEATURES)  # Read Local Supported Features
answer(0x1005, 14, 7, struct.pack('<HBHH', ACL_LENGTH, 0, ACL_PACKETS, 0))  # Read Buffer Size
answer(0x2001, 25, 0)  # LE Set Event Mask
answer(0x2002, 25, 1, struct.pack('<HB', ACL_LENGTH, ACL_PACKETS))  # LE Read Buffer Size
answer(0x2003, 25, 2, LE_FEATURES)  # LE Read Local Supported Features
answer(0x2007, 25, 6, bytes([0]))  # LE Read Advertising Channel TX Power
answer(0x200F, 26, 6, bytes([ACCEPT_LIST_SIZE]))  # LE Read Filter Accept List Size
answer(0x2014, 27, 3)  # LE Set Host Channel Classification
answer(0x201C, 28, 3, LE_STATES)  # LE Read Supported States


@command(0x0C03, 5, 7)
def reset(self, code, _):
    self.forget()
    self.succeed(code)


@command(0x1002, 14, 4)
def read_supported_commands(self, code, _):
    self.succeed(code, bytes(SUPPORTED_COMMANDS))


@command(0x1009, 15, 1)
def read_address(self, code, _):
    self.succeed(code, self.public_address)


@command(0x2005, 25, 4)
def set_random_address(self, code, parameters):
    self.random_address = parameters[:6]
    self.succeed(code)


@command(0x2006, 25, 5)
def set_advertising_parameters(self, code, parameters):
    _, longest, self.advertising_kind, self.advertising_address = struct.unpack_from('<HHBB', parameters)
    self.advertising_seconds = max(0.02, longest * ADVERTISING_UNIT)
    self.succeed(code)


@command(0x2008, 25, 7)
def set_advertising_data(self, code, parameters):
    self.advertising_data = parameters[1:1 + parameters[0]]
    self.succeed(code)


@command(0x2009, 26, 0)
def set_scan_response_data(self, code, parameters):
    self.response_data = parameters[1:1 + parameters[0]]
    self.succeed(code)


@command(0x200A, 26, 1)
def enable_advertising(self, code, parameters):
    self.succeed(code)
    if parameters[0]:
        self.start_advertising()
    else:
        self.stop_advertising()


@command(0x200B, 26, 2)
def set_scan_parameters(self, code, parameters):
    self.active_scan = bool(parameters[0])
    self.succeed(code)


@command(0x200C, 26, 3)
def enable_scan(self, code, parameters):
    self.scanning, self.filters_duplicates = bool(parameters[0]), bool(parameters[1])
    self.heard_at = {}
    self.succeed(code)


@command(0x200D, 26, 4)
def create_connection(self, code, parameters):
    by_list, kind = struct.unpack_from('<BB', parameters, 4)
    address, _, interval, latency, timeout = struct.unpack_from('<BHHHH', parameters, 12)
    self.send(hci.command_status(code, hci.COMMAND_DISALLOWED if self.initiating else hci.SUCCESS))
    if self.initiating is None:
        self.initiating = {
            'peer': None if by_list else (kind & 1, parameters[6:12]),
            'address': address,
            'parameters': (interval, latency, timeout),
        }


@command(0x200E, 26, 5)
def cancel_connection(self, code, _):
    if self.initiating is None:
        return self.complete(code, bytes([hci.COMMAND_DISALLOWED]))
    peer = self.initiating['peer'] or (0, bytes(6))
    self.initiating = None
    self.succeed(code)
    self.send(hci.connection_complete(hci.UNKNOWN_CONNECTION, 0, hci.CENTRAL, peer, (0, 0, 0)))


@command(0x2010, 26, 7)
def clear_accept_list(self, code, _):
    self.accept_list.clear()
    self.succeed(code)


@command(0x2011, 27, 0)
def add_to_accept_list(self, code, parameters):
    self.accept_list.add((parameters[0] & 1, parameters[1:7]))
    self.succeed(code)


@command(0x2012, 27, 1)
def remove_from_accept_list(self, code, parameters):
    self.accept_list.discard((parameters[0] & 1, parameters[1:7]))
    self.succeed(code)


@command(0x2018, 27, 7)
def random_number(self, code, _):
    self.succeed(code, os.urandom(8))


@link_command(0x0406, 0, 5)
def disconnect(self, link, parameters, _):
    link.end_by(self, parameters[2])


@link_command(0x041D, 2, 7)
def read_remote_version(self, link, parameters, _):
    self.send(hci.remote_version(struct.unpack_from('<H', parameters)[0], VERSION))


@link_command(0x1405, 15, 5, completes=True)
def read_rssi(self, link, _, succeed):
    succeed(struct.pack('b', link.peer_of(self).rssi))


@link_command(0x2013, 27, 2)
def update_connection(self, link, parameters, _):
    _, _, interval, latency, timeout = struct.unpack_from('<HHHHH', parameters)
    link.change_parameters((interval, latency, timeout))


@link_command(0x2015, 27, 4, completes=True)
def read_channel_map(self, link, _, succeed):
    succeed(ALL_CHANNELS)


@link_command(0x2016, 27, 5)
def read_remote_features(self, link, parameters, _):
    self.send(hci.remote_features(struct.unpack_from('<H', parameters)[0], LE_FEATURES))


@link_command(0x2019, 28, 0)
def start_encryption(self, link, parameters, _):
    link.ask_key(self, key=parameters[12:28], number=parameters[2:12])


@link_command(0x201A, 28, 1, completes=True)
def reply_with_key(self, link, parameters, succeed):
    succeed()
    link.answer_key(parameters[2:18])


@link_command(0x201B, 28, 2, completes=True)
def reply_without_key(self, link, _, succeed):
    succeed()
    link.answer_key(None)
