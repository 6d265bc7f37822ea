using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pharos.Proposals;

namespace Pharos.Server.Hooks;

/// <summary>
/// The latest proposal of each equal act in a session. Events that name no tool use find the proposal they belong to this way. Bounded; what has been dropped (or
/// forgotten by a restart) is simply decided again. Safe for use by many threads.
/// </summary>
internal sealed class SessionCalls(int capacity = SessionCalls.DefaultCapacity)
{
    /// <summary>Most acts remembered.</summary>
    public const int DefaultCapacity = 8192;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, LinkedListNode<(UInt128 Key, ProposalId Id)>> _byKey = [];
    private readonly LinkedList<(UInt128 Key, ProposalId Id)> _oldestFirst = [];

    /// <summary>Remembers an act's proposal, and that it is the latest of its tool.</summary>
    public void Remember(string subject, HookPayload payload, ToolAct act, ProposalId id)
    {
        Remember(KeyOf(subject, payload, act), id);
        Remember(KeyOf(subject, payload.Session, payload.Tool), id);
    }

    /// <summary>The latest equal act's proposal, or null.</summary>
    public ProposalId? Find(string subject, HookPayload payload, ToolAct act) => Find(KeyOf(subject, payload, act));

    /// <summary>The latest proposal of a tool, for reports that are too large to be compared; or null.</summary>
    public ProposalId? FindLatest(string subject, string? session, string? tool) => tool is null ? null : Find(KeyOf(subject, session, tool));

    private void Remember(UInt128 key, ProposalId id)
    {
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

    private ProposalId? Find(UInt128 key)
    {
        lock (_gate)
        {
            return _byKey.TryGetValue(key, out var node) ? node.Value.Id : null;
        }
    }

    // The text of objects is in key order, so equal inputs have equal texts.
    private static UInt128 KeyOf(string subject, HookPayload payload, ToolAct act) => Hash(string.Join(
        '\0', "act", subject, payload.Session, payload.Subagent, payload.WorkingDirectory, act.Key.Length > 0 ? act.Key : $"{act.Tool}\0{act.Input.ToJson()}"));

    private static UInt128 KeyOf(string subject, string? session, string? tool) => Hash(string.Join('\0', "tool", subject, session, tool));

    // A hash, because inputs may be files of megabytes.
    private static UInt128 Hash(string text)
    {
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }
}
