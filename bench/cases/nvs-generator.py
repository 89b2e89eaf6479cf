"""Makes NVS images with the official generator: for each line "COUNT FOLDER" it tells the ms that the images took."""
import contextlib
import os
import sys
import time
from types import SimpleNamespace

from esp_idf_nvs_partition_gen import nvs_partition_gen

print('ready', flush=True)
for line in sys.stdin:
    count, folder = line.rstrip('\n').split(' ', 1)
    begin = time.perf_counter()
    with open(os.devnull, 'w') as nowhere, contextlib.redirect_stdout(nowhere):
        for i in range(int(count)):
            nvs_partition_gen.generate(
                SimpleNamespace(
                    input=[f'{folder}/{i}.csv'], output=f'theirs-{i}.bin', size='0x6000', version=2, outdir=folder
                )
            )
    print((time.perf_counter() - begin) * 1000, flush=True)
