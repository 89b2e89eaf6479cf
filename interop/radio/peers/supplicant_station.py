#!/usr/bin/env python3
"""supplicant_station.py INTERFACE: a station by way of wpa_supplicant's D-Bus interface, without code of the project.

Requests are JSON lines: {"do": "scan"}, {"do": "join", "ssid": SSID, "key": KEY, "security": "open" | "wpa2" | "wpa3"}
and {"do": "leave"}. Each is answered by a line.
"""
import asyncio
import json
import sys
import time

from dbus_fast import BusType, DBusError, Variant
from dbus_fast.aio import MessageBus

NAME = 'fi.w1.wpa_supplicant1'
ROOT = '/fi/w1/wpa_supplicant1'
PROPERTIES = 'org.freedesktop.DBus.Properties'
TOLD = ('State', 'DisconnectReason', 'AuthStatusCode')
JOIN_SECONDS = 20
SCAN_SECONDS = 30


def plain(properties):
    return {name: value.value for name, value in properties.items()}


class Station:
    def __init__(self, bus):
        self._bus = bus
        self._heard = asyncio.Queue()

    async def open(self, interface):
        root = (await self._object(ROOT)).get_interface(NAME)
        try:
            path = await root.call_get_interface(interface)
        except DBusError:
            path = await root.call_create_interface({'Ifname': Variant('s', interface), 'Driver': Variant('s', 'nl80211')})
        own = await self._object(path)
        self._station = own.get_interface(f'{NAME}.Interface')
        self._properties = own.get_interface(PROPERTIES)
        self._station.on_scan_done(lambda success: self._heard.put_nowait({'ScanDone': success}))
        self._station.on_properties_changed(lambda changed: self._heard.put_nowait(plain(changed)))

    async def scan(self):
        self._forget()
        await self._station.call_scan({'Type': Variant('s', 'active')})
        await self._until(lambda event: 'ScanDone' in event, SCAN_SECONDS)
        paths = (await self._properties.call_get(f'{NAME}.Interface', 'BSSs')).value
        return {'networks': [await self._network(path) for path in paths]}

    async def join(self, ssid, security, key=None):
        self._forget()
        ways = {
            'open': {'key_mgmt': Variant('s', 'NONE')},
            'wpa2': {'key_mgmt': Variant('s', 'WPA-PSK'), 'psk': Variant('s', key or '')},
            'wpa3': {
                'key_mgmt': Variant('s', 'SAE'),
                'sae_password': Variant('s', key or ''),
                'ieee80211w': Variant('i', 2),
            },
        }
        begin = time.monotonic()
        network = {'ssid': Variant('s', ssid), 'scan_ssid': Variant('i', 1), **ways[security]}
        await self._station.call_select_network(await self._station.call_add_network(network))
        seen = await self._until(lambda event: event.get('State') == 'completed', JOIN_SECONDS)
        told = [{name: event[name] for name in TOLD if name in event} for event in seen]
        joined = bool(seen) and seen[-1].get('State') == 'completed'
        return {'joined': joined, 'seconds': round(time.monotonic() - begin, 2), 'seen': [each for each in told if each]}

    async def leave(self):
        await self._station.call_remove_all_networks()
        return {}

    async def _object(self, path):
        return self._bus.get_proxy_object(NAME, path, await self._bus.introspect(NAME, path))

    async def _network(self, path):
        bss = plain(await (await self._object(path)).get_interface(PROPERTIES).call_get_all(f'{NAME}.BSS'))
        return {
            'ssid': bss['SSID'].decode(errors='replace'),
            'bssid': bss['BSSID'].hex(':'),
            'signal': bss['Signal'],
            'frequency': bss['Frequency'],
            'keys': bss['RSN']['KeyMgmt'].value if 'KeyMgmt' in bss['RSN'] else [],
        }

    def _forget(self):
        while not self._heard.empty():
            self._heard.get_nowait()

    async def _until(self, is_last, seconds):
        """Returns what is heard up to the last event, or up to the end of the time."""
        seen = []
        deadline = time.monotonic() + seconds
        while not seen or not is_last(seen[-1]):
            try:
                seen.append(await asyncio.wait_for(self._heard.get(), deadline - time.monotonic()))
            except asyncio.TimeoutError:
                break
        return seen


async def main(interface):
    station = Station(await MessageBus(bus_type=BusType.SYSTEM).connect())
    await station.open(interface)
    actions = {'scan': station.scan, 'join': station.join, 'leave': station.leave}
    print(json.dumps({'ready': True}), flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        request = json.loads(line)
        try:
            answer = await actions[request.pop('do')](**request)
        except DBusError as error:
            answer = {'error': f'{error.type}: {error.text}'}
        print(json.dumps(answer), flush=True)


asyncio.run(main(*sys.argv[1:]))
