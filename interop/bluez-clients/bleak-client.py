"""Drives the library bleak: scan, connect, names of endpoints, write and read, an error, the end. Prints one JSON object."""

import asyncio
import json
import sys

from bleak import BleakClient, BleakScanner
from bleak.exc import BleakError

ADAPTER, SERVICE, SESSION, CONFIG = sys.argv[1:5]
USER_DESCRIPTION = "00002901-0000-1000-8000-00805f9b34fb"


async def main():
    found = await BleakScanner.find_device_by_filter(
        lambda device, advertisement: SERVICE in advertisement.service_uuids,
        timeout=5,
        adapter=ADAPTER,
        service_uuids=[SERVICE],
    )
    result = {"found": found and found.name, "address": found and found.address}
    async with BleakClient(found, adapter=ADAPTER) as client:
        names = {}
        for service in client.services:
            for characteristic in service.characteristics:
                for descriptor in characteristic.descriptors:
                    if descriptor.uuid == USER_DESCRIPTION:
                        names[characteristic.uuid] = (await client.read_gatt_descriptor(descriptor.handle)).decode()
        result["names"] = names
        long = bytes(range(256)) * 2
        await client.write_gatt_char(SESSION, long, response=True)
        result["long"] = bytes(await client.read_gatt_char(SESSION)) == long
        await client.write_gatt_char(CONFIG, b"short", response=True)
        result["short"] = bytes(await client.read_gatt_char(CONFIG)).decode()
        try:
            await client.write_gatt_char(SESSION, b"fail", response=True)
            result["error"] = None
        except BleakError as error:
            result["error"] = str(error)
        result["connected"] = bool(client.is_connected)
    result["connected afterwards"] = bool(client.is_connected)
    print(json.dumps(result))


asyncio.run(main())
