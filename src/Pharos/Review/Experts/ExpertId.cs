using System.Security.Cryptography;
using System.Text;
using Pharos.Events;

namespace Pharos.Review.Experts;

/// <summary>Identity of an expert: the subject of its token, so that nobody can register as somebody else.</summary>
public readonly record struct ExpertId(string Value)
{
    /// <summary>Category of the stream that holds an expert's registrations and suspensions.</summary>
    public const string StreamCategory = "expert";

    /// <summary>Category of the stream that holds its signs of life. They are many, and no step is decided on them.</summary>
    public const string PresenceCategory = "presence";

    private static readonly byte[] Label = "pharos: stream of an expert\n"u8.ToArray();

    /// <summary>The stream that holds this expert's registrations and suspensions.</summary>
    public StreamId Stream => new(StreamCategory, StreamGuid);

    /// <summary>The stream that holds its signs of life.</summary>
    public StreamId Presence => new(PresenceCategory, StreamGuid);

    // One subject has one stream on every node, so two registrations at once meet at its version.
    private Guid StreamGuid
    {
        get
        {
            var digest = SHA256.HashData([.. Label, .. Encoding.UTF8.GetBytes(Value)]);
            digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
            digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
            return new Guid(digest.AsSpan(0, 16), bigEndian: true);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
