using Pharos.Events;

namespace Pharos.Server.Events;

/// <summary>
/// How a stream reaches its reader. Calls are made one at a time. A task that stays incomplete means that the connection takes no data; what was handed over
/// before it is bounded.
/// </summary>
internal interface IStreamWire
{
    /// <summary>Label of this kind of wire.</summary>
    string Name { get; }

    /// <summary>Sends an event; it may wait in a buffer until <see cref="FlushAsync"/>.</summary>
    ValueTask SendAsync(EventRecord record);

    /// <summary>Tells the reader which positions it missed, both included.</summary>
    ValueTask SendGapAsync(Position from, Position to);

    /// <summary>Sends something that is no event.</summary>
    ValueTask SendHeartbeatAsync();

    /// <summary>Hands everything to the connection.</summary>
    ValueTask FlushAsync();

    /// <summary>Why the reader has gone, once it has.</summary>
    string WhyGone { get; }

    /// <summary>Whether nothing that follows is for this reader any more. Looked at behind every event and every gap.</summary>
    bool IsOver => false;

    /// <summary>Says the last words; the connection takes data.</summary>
    ValueTask EndAsync(string reason);

    /// <summary>Cuts the connection.</summary>
    void Abort();
}
