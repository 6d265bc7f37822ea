using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>
/// Lets the writer (this node's events, at once) and the follower (other nodes' events, as they are heard of) feed the same subscribers without a gap or a repetition.
/// </summary>
internal sealed class SharedFeed(CommitFeed feed)
{
    private readonly Lock _gate = new();

    public CommitFeed Feed => feed;

    /// <summary>Publishes what is not yet published.</summary>
    /// <param name="events">The events.</param>
    /// <param name="generation">The feed's generation before they were read: what was read before payloads were removed may hold them, and is not taken.</param>
    /// <returns>False when something before it, or in it, is missing.</returns>
    public bool TryPublish(IReadOnlyList<EventRecord> events, long generation)
    {
        lock (_gate)
        {
            if (generation != feed.Generation)
            {
                return true;
            }

            if (events.Count == 0 || events[^1].Position <= feed.Head)
            {
                return true;
            }

            var first = (int)(feed.Head.Value + 1 - events[0].Position.Value);
            if (first < 0 || events[^1].Position.Value - events[0].Position.Value + 1 != events.Count)
            {
                return false;
            }

            feed.Publish(first == 0 ? events : [.. events.Skip(first)]);
            return true;
        }
    }

    /// <summary>Goes to a position without what lies before it: subscribers read that from the log.</summary>
    public void Skip(Position head)
    {
        lock (_gate)
        {
            if (head > feed.Head)
            {
                feed.Reset(head);
            }
        }
    }

    /// <summary>Forgets the events that are kept, because a payload among them was removed.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            feed.Forget();
        }
    }
}
