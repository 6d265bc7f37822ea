using System.Security.Cryptography;
using System.Text;
using Pharos.Proposals;

namespace Pharos.Server.Hooks;

/// <summary>
/// The latest proposal of each equal call in a session. PermissionRequest names no tool use, so this is how it finds the PreToolUse it belongs to. Bounded; what
/// has been dropped (or forgotten by a restart) is simply decided again. Safe for use by many threads.
/// </summary>
internal sealed class SessionCalls(int capacity = SessionCalls.DefaultCapacity)
{
    /// <summary>Most calls remembered.</summary>
    public const int DefaultCapacity = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, LinkedListNode<(UInt128 Key, ProposalId Id)>> _byKey = [];
    private readonly LinkedList<(UInt128 Key, ProposalId Id)> _oldestFirst = [];

    /// <summary>Remembers a call's proposal.</summary>
    public void Remember(string subject, ClaudeCodePayload payload, ProposalId id)
    {
        var key = KeyOf(subject, payload);
        lock (_gate)
        {
            if (_byKey.Remove(key, out var old))
            {
                _oldestFirst.Remove(old);
            }

            _byKey[key] = _oldestFirst.AddLast((key, id));
            if (_byKey.Count > capacity)
            {
                _byKey.Remove(_oldestFirst.First!.Value.Key);
                _oldestFirst.RemoveFirst();
            }
        }
    }

    /// <summary>The latest equal call's proposal, or null.</summary>
    public ProposalId? Find(string subject, ClaudeCodePayload payload)
    {
        var key = KeyOf(subject, payload);
        lock (_gate)
        {
            return _byKey.TryGetValue(key, out var node) ? node.Value.Id : null;
        }
    }

    // The text of objects is in key order, so equal inputs have equal texts. A hash, because inputs may be files of megabytes.
    private static UInt128 KeyOf(string subject, ClaudeCodePayload payload)
    {
        var text = string.Join('\0', subject, payload.Session, payload.Subagent, payload.Tool, payload.WorkingDirectory, payload.ToolInput?.ToJson());
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest);
    }
}
