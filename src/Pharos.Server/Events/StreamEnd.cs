namespace Pharos.Server.Events;

/// <summary>Why a stream ended; the names are labels and the last words to the reader.</summary>
internal static class StreamEnd
{
    /// <summary>The reader has gone.</summary>
    public const string Gone = "reader.gone";

    /// <summary>The reader sent something other than a close.</summary>
    public const string Talkative = "reader.message";

    /// <summary>The reader's connection took no data for too long.</summary>
    public const string Stalled = "reader.stalled";

    /// <summary>The server stops.</summary>
    public const string Stopping = "server.stopping";

    /// <summary>Nothing more of it is the reader's to see.</summary>
    public const string NoLongerTheirs = "reader.removed";

    /// <summary>The token was revoked or has expired.</summary>
    public const string TokenEnded = "token.ended";
}
