namespace Pharos.Cli.Bench.Elicitations;

/// <summary>What somebody is asked, as the baseline keeps it. Safe for use by many threads.</summary>
internal sealed class BareInbox
{
    private readonly Lock _gate = new();
    private readonly List<BareQuestion> _waiting = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _version;

    /// <summary>Adds a question.</summary>
    public void Add(BareQuestion question) => Change(question, isAnswered: false);

    /// <summary>Takes an answered question away.</summary>
    public void Remove(BareQuestion question) => Change(question, isAnswered: true);

    /// <summary>What waits, how often it has changed, and what ends when it changes again.</summary>
    public (IReadOnlyList<BareQuestion> Waiting, int Version, Task Changed) Look()
    {
        lock (_gate)
        {
            return ([.. _waiting], _version, _changed.Task);
        }
    }

    private void Change(BareQuestion question, bool isAnswered)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (isAnswered)
            {
                _waiting.Remove(question);
            }
            else
            {
                _waiting.Add(question);
            }

            _version++;
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.TrySetResult();
    }
}
