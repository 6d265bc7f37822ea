using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pharos.Events;

namespace Pharos.Server.Hooks;

/// <summary>
/// The operation id of a hook call: derived, so that a repeated call is answered as before and PostToolUse finds the proposal that PreToolUse made, with nothing
/// remembered in between.
/// </summary>
internal static class HookOperation
{
    /// <summary>The UUID from SHA-256 over the fields, each with its length before it, so that no two lists of fields run together.</summary>
    public static OperationId Of(string subject, string session, string eventName, string use)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var field in (ReadOnlySpan<string>)[subject, session, eventName, use])
        {
            var bytes = Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        // Version 8: "own layout", which a reader of the log should be able to tell from a time-stamped id.
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new OperationId(new Guid(digest[..16], bigEndian: true));
    }
}
