"""Which connections have something to do: asked of the system, not of every connection each time.

waitress's own loop looks at all connections whenever one of them gets a byte, which keeps a
processor busy where thousands are open. Here only those are looked at that something happened to:
an event, or a request that is worked on in a thread.
"""

import selectors

from waitress import wasyncore

from .channel import Channel


class Polling:
    """Waits for events of waitress's dispatchers: connections, the trigger, the server."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._served: set[Channel] = set()

    def look_at(self, dispatcher: wasyncore.dispatcher) -> None:
        """Wait for what this dispatcher wants to do now."""
        number = dispatcher._fileno
        if number is None:
            return
        # Looked at first: what a thread changes is changed when the request is done with.
        if isinstance(dispatcher, Channel):
            (self._served.add if dispatcher.is_served else self._served.discard)(dispatcher)
        wanted = selectors.EVENT_READ if dispatcher.readable() else 0
        wanted |= selectors.EVENT_WRITE if dispatcher.writable() else 0
        known = self._selector.get_map().get(number)
        if known is None and wanted:
            self._selector.register(number, wanted, dispatcher)
        elif known is not None and not wanted:
            self._selector.unregister(number)
        elif known is not None and known.events != wanted:
            self._selector.modify(number, wanted, dispatcher)

    def forget(self, channel: Channel) -> None:
        """Wait no more for a connection that is about to be closed, or is closed already."""
        self._served.discard(channel)
        number = channel._fileno
        if number is not None and number in self._selector.get_map():
            self._selector.unregister(number)

    def turn(self, seconds: float) -> None:
        """Let those dispatchers work that can; wait for the first one not longer than told."""
        for channel in list(self._served):
            self.look_at(channel)
        for key, events in self._selector.select(seconds):
            if events & selectors.EVENT_READ and key.data._fileno is not None:
                wasyncore.read(key.data)
            if events & selectors.EVENT_WRITE and key.data._fileno is not None:
                wasyncore.write(key.data)
            self.look_at(key.data)

    def close(self) -> None:
        """Give back what the system keeps for this."""
        self._selector.close()
