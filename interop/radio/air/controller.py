"""A Bluetooth controller of version 4.2 that knows Low Energy only, behind Linux's virtual HCI device."""
import os
import random
import struct

import hci
from commands import COMMANDS
from link import Link

FIRST_HANDLE, HANDLES = 0x40, 0x200
CONNECTABLE = 0
SCANNABLE = (0, 2)
# Type of the report for each type of advertising; directed advertising is not emulated. Volume 4 part E, 7.7.65.2
REPORT_KINDS = {0: 0, 2: 2, 3: 3}
SCAN_RESPONSE = 4
# A scanner that filters duplicates still hears a device again after this time, so that its strength stays known.
REPEAT_SECONDS = 1.0


class Controller:
    def __init__(self, air, index, address):
        self.air = air
        self.index = index
        self.public_address = bytes(reversed(bytes.fromhex(address.replace(':', ''))))
        self.rssi = -48
        self.mute = False
        self.packets_left = None
        self.links = {}
        self.next_advertisement = None
        self.forget()
        self.device = os.open('/dev/vhci', os.O_RDWR | os.O_NONBLOCK)
        os.write(self.device, bytes([hci.VENDOR, 0]))

    def forget(self):
        """The state after a reset."""
        for link in list(self.links.values()):
            link.lose()
        self.stop_advertising()
        self.advertising_kind = CONNECTABLE
        self.advertising_address = 0
        self.advertising_seconds = 1.28
        self.advertising_data = self.response_data = b''
        self.random_address = bytes(6)
        self.accept_list = set()
        self.scanning = self.active_scan = self.filters_duplicates = False
        self.heard_at = {}
        self.initiating = None
        self.used_handles = 0

    # Towards the host

    def send(self, packet):
        os.write(self.device, packet)

    def complete(self, opcode, body=bytes([hci.SUCCESS])):
        self.send(hci.command_complete(opcode, body))

    def succeed(self, opcode, result=b''):
        self.complete(opcode, bytes([hci.SUCCESS]) + result)

    # From the host

    def receive(self):
        try:
            packet = os.read(self.device, 4096)
        except BlockingIOError:
            return
        if packet[0] == hci.COMMAND:
            opcode, length = struct.unpack_from('<HB', packet, 1)
            self.obey(opcode, packet[4:4 + length])
        elif packet[0] == hci.ACL_DATA:
            word, = struct.unpack_from('<H', packet, 1)
            self.forward(word & 0xFFF, word >> 12, packet[3:])
        elif packet[0] == hci.VENDOR:
            self.air.tell(f'hci{struct.unpack_from("<H", packet, 2)[0]} is controller {self.index}')

    def obey(self, opcode, parameters):
        command = COMMANDS.get(opcode)
        if command is None:
            self.air.tell(f'controller {self.index} does not know command {opcode:#06x}')
            self.complete(opcode, bytes([hci.UNKNOWN_COMMAND]))
        else:
            command(self, opcode, parameters)

    def forward(self, handle, flags, payload):
        link = self.links.get(handle)
        if link:
            link.carry(self, flags, payload)
        # Without this the host would stop after as many packets as it believes the controller can hold.
        self.send(hci.completed_packets(handle, 1))

    # The air

    def identity(self, address_type):
        return (1, self.random_address) if address_type & 1 else (0, self.public_address)

    def start_advertising(self):
        self.stop_advertising()
        self.advertising = True
        self._plan_advertisement(random.uniform(0.01, self.advertising_seconds))

    def stop_advertising(self):
        self.advertising = False
        if self.next_advertisement:
            self.next_advertisement.cancel()

    def _plan_advertisement(self, seconds):
        self.next_advertisement = self.air.agenda.after(seconds, self._advertise)

    def _advertise(self):
        sender = self.identity(self.advertising_address)
        for other in self.air.in_range_of(self):
            if self.advertising_kind == CONNECTABLE and other.wants(sender):
                self.stop_advertising()
                other.connect(self, sender)
                return
            other.hear(self, sender)
        # Real controllers add up to 10 ms, so that two of them do not collide for ever. Volume 6 part B, 4.4.2.2
        self._plan_advertisement(self.advertising_seconds + random.uniform(0, 0.01))

    def hear(self, other, sender):
        if not self.scanning:
            return
        now = self.air.now()
        if self.filters_duplicates and now - self.heard_at.get(sender, -REPEAT_SECONDS) < REPEAT_SECONDS:
            return
        self.heard_at[sender] = now
        rssi = max(-127, min(20, other.rssi + random.randint(-2, 2)))
        kind = REPORT_KINDS.get(other.advertising_kind, 0)
        self.send(hci.advertising_report(kind, sender, other.advertising_data, rssi))
        if self.active_scan and other.advertising_kind in SCANNABLE:
            self.send(hci.advertising_report(SCAN_RESPONSE, sender, other.response_data, rssi))

    def wants(self, advertiser):
        if self.initiating is None:
            return False
        wanted = self.initiating['peer']
        return advertiser in self.accept_list if wanted is None else advertiser == wanted

    def connect(self, peripheral, advertiser):
        initiating, self.initiating = self.initiating, None
        link = Link(self.air, self, peripheral, initiating['parameters'])
        self.air.tell(f'link of {self.index} and {peripheral.index}')
        own = self.identity(initiating['address'])
        for end, role, peer in ((self, hci.CENTRAL, advertiser), (peripheral, hci.PERIPHERAL, own)):
            end.send(hci.connection_complete(hci.SUCCESS, link.handles[end], role, peer, link.parameters))

    def take_handle(self, link):
        """A number that was not used lately, so that a late packet of an old link meets no new one."""
        handle = FIRST_HANDLE + self.used_handles % HANDLES
        self.used_handles += 1
        self.links[handle] = link
        return handle

    def count_packet(self):
        if self.packets_left is None:
            return
        self.packets_left -= 1
        if self.packets_left <= 0:
            self.lose_links()

    def lose_links(self):
        self.packets_left = None
        for link in list(self.links.values()):
            link.lose()

    def set_mute(self, mute):
        self.mute = mute
        for link in self.links.values():
            self.air.agenda.after(link.supervision_seconds, link.lose_unless_in_range)
