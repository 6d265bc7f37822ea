using Pharos.Agents;
using Pharos.Events;

namespace Pharos.Review.Collaborations;

/// <summary>Goes through a session's events with one reader, and knows at each whether the next is theirs to read. Not safe for use by several threads at once.</summary>
/// <param name="head">The session as it stood when the reader was let in; events before that do not matter.</param>
/// <param name="reader">Who reads.</param>
public sealed class CollaborationReader(CollaborationHead head, Caller reader)
{
    private CollaborationHead _head = head;

    /// <summary>Whether the reader may go on.</summary>
    public bool MayRead => CollaborationRules.MayRead(_head, reader);

    /// <summary>Takes one more event.</summary>
    public void Pass(EventRecord record)
    {
        if (record.Stream == _head.CollaborationId.Stream && record.Version > _head.Version)
        {
            _head = CollaborationHeadFold.Apply(_head, record) ?? _head;
        }
    }

    /// <summary>Takes the session as it stands now, where events were left out.</summary>
    public void Skip(CollaborationHead now) => _head = now.Version > _head.Version ? now : _head;
}
