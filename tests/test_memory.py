import sys

import pytest

from dragoman.memory import give_back, keep_whole


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc offers a way")
def test_freed_memory_goes_back_to_the_system():
    import psutil

    here = psutil.Process()
    held = [
        bytes(1_000) + bytes([n % 256]) for n in range(200_000)
    ]  # small pieces, which glibc does not give back itself
    kept = held[::50]
    full = here.memory_info().rss
    del held
    give_back()
    assert full - here.memory_info().rss > 100_000_000
    assert len(kept) == 4_000


def test_arrow_shares_the_heap_of_the_process():
    import pyarrow as pa

    before = pa.default_memory_pool()
    try:
        keep_whole()
        assert pa.default_memory_pool().backend_name == "system"
    finally:
        pa.set_memory_pool(before)
