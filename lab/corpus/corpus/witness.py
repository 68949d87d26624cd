"""The kernel's truth: which addresses opened a TCP connection to the server, seen on the server's own interface."""
import socket
import struct
import threading

from .world import PEERS4, SERVER4, wait_for

_ETH_P_ALL = 3
_MARK_PORT = 9


class Witness:
    """Collects (address, port) of every SYN that reaches the server; link-local addresses without zone."""

    def __init__(self, server):
        self._socket = server.socket_inside(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_ETH_P_ALL))
        self._socket.bind(("eth0", _ETH_P_ALL))
        self._seen, self._marks, self._lock = [], set(), threading.Lock()
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        while True:
            frame, origin = self._socket.recvfrom(256)
            if origin[2] == socket.PACKET_OUTGOING:
                continue
            kind = struct.unpack(">H", frame[12:14])[0]
            if kind == 0x0800 and frame[23] == socket.IPPROTO_TCP:
                source, tcp = socket.inet_ntop(socket.AF_INET, frame[26:30]), frame[14 + 4 * (frame[14] & 15):]
            elif kind == 0x86DD and frame[20] == socket.IPPROTO_TCP:
                source, tcp = socket.inet_ntop(socket.AF_INET6, frame[22:38]), frame[54:]
            else:
                continue
            if tcp[13] & 0x12 == 0x02:  # SYN without ACK
                port, target = struct.unpack(">HH", tcp[:4])
                with self._lock:
                    if target == _MARK_PORT:
                        self._marks.add(port)
                    elif (source, port) not in self._seen:  # a SYN may be sent again
                        self._seen.append((source, port))

    def take(self):
        """All peers since the last call, in the order in which they came.

        A connection of our own to a closed port goes last: when that was seen, so was all before it.
        """
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as mark:
            mark.bind((PEERS4[0], 0))
            port = mark.getsockname()[1]
            mark.connect_ex((SERVER4, _MARK_PORT))
        wait_for("the witness", lambda: port in self._marks)
        with self._lock:
            seen, self._seen, self._marks = self._seen, [], set()
        return seen
