namespace Pharos.Storage.Sqlite;

/// <summary>Asks whether the file can be written again after a failure, without an event.</summary>
internal sealed class PendingProbe : PendingWork<PendingProbe>
{
    public override int Events => 0;

    public override long Bytes => 0;

    protected override PendingProbe Do(EventAppender appender)
    {
        appender.Touch();
        return this;
    }
}
