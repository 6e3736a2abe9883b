"""The most memory that this process has held."""
import resource
import sys


def peak_bytes():
    """Most that was resident. What `getrusage` says on Linux may be the memory of who started this process."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        # macOS counts bytes, others kibibytes.
        return peak if sys.platform == "darwin" else peak * 1024
