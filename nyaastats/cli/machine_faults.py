"""What the machine refuses, which is no defect of ours: no memory, no room, no descriptors, a loop of links."""

from __future__ import annotations

import errno

from nyaastats.memory_faults import is_out_of_memory

_MEMORY = "give it more memory (ulimit -v, the limit of the container), or lower the setting memory_mib"
_ADVICE = {
    errno.ENOSPC: "make room on that disk",
    errno.EDQUOT: "make room within your quota",
    errno.EFBIG: "raise the limit on file sizes",
    errno.EROFS: "choose a place that can be written",
    errno.EACCES: "give it the right to, or choose another place",
    errno.EPERM: "give it the right to, or choose another place",
    errno.ELOOP: "its symbolic links lead in a loop: correct them",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.EMFILE: "raise the limit on open files (ulimit -n)",
    errno.ENFILE: "raise the limit on open files",
    errno.EIO: "check that disk",
    errno.EBADF: "do not close its input and output, or run it again",
    errno.ENOMEM: _MEMORY,
    errno.EAGAIN: _MEMORY,
}


def describe_machine_fault(error: BaseException) -> str | None:
    """What was refused and what to do, on one line; None: the machine is not to blame."""
    if is_out_of_memory(error):
        return f"there is not enough memory ({str(error).splitlines()[0] if str(error) else 'MemoryError'}): {_MEMORY}"
    if isinstance(error, RuntimeError) and "Symlink loop" in str(error):  # Path.resolve before Python 3.13
        return f"a path cannot be followed ({error}): {_ADVICE[errno.ELOOP]}"
    if isinstance(error, OSError) and (advice := _ADVICE.get(error.errno or 0)):
        place = f"{error.filename!r}" if error.filename else "a file or stream"
        return f"{place} cannot be used ({error.strerror}): {advice}"
    return None
