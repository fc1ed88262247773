"""What both fakes of messengers do to a connection, or look for in it."""

import socket
import struct


def is_gone(connection: socket.socket) -> bool:
    """Say whether the other side has closed the connection."""
    try:
        return not connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True


def reset_at_the_end(connection: socket.socket) -> None:
    """Let the other side see, once it is closed, that the connection was broken off and not ended."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
