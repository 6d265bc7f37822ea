using Pharos.Cli.Invocation;
using Pharos.Events;
using Pharos.Events.Exchange;
using Pharos.Storage.Lighthouse;

namespace Pharos.Cli.Logs;

/// <summary>Imports exports of Pharos, one behind the other, and says what came of it.</summary>
internal sealed class PharosImportRun(CommandCall call, IEventStore store) : IProgress<Position>
{
    private long _reported = call.Clock.GetTimestamp();

    public async Task<int> RunAsync(IReadOnlyList<ImportFile> files, CancellationToken cancellationToken)
    {
        var import = new LogImport(store);
        var before = await store.Log.HeadAsync(cancellationToken);
        long added = 0;
        long blobs = 0;
        foreach (var file in files)
        {
            await using var stream = file.Open();
            switch (await import.RunAsync(stream, this, cancellationToken))
            {
                case ImportReport.Stopped stopped:
                    return call.Fail(stopped.Code, $"{file.Name}: {stopped.Message}");
                case ImportReport.Complete complete:
                    added += complete.Added;
                    blobs += complete.Blobs;
                    break;
            }
        }

        var head = await store.Log.HeadAsync(cancellationToken);
        var hash = head == Position.Start ? Digest.Genesis : (await store.Log.GetAsync(head, cancellationToken))!.Hash;
        if (added > 0)
        {
            // What was imported ends here; the record stands behind it and belongs to this log alone.
            await store.Log.AppendAsync(
                AppendBatch.Of(LogImported.Of("pharos", [.. files.Select(file => file.Name)], added, known: 0, damaged: 0, unverified: 0, new Actor(ActorKind.System, "import"), call.Clock)),
                cancellationToken);
        }

        Print(before, head, hash, added, blobs);
        return ExitCode.Ok;
    }

    /// <summary>Says where the import is, once a second.</summary>
    public void Report(Position value)
    {
        if (call.Clock.GetElapsedTime(_reported) > TimeSpan.FromSeconds(1))
        {
            _reported = call.Clock.GetTimestamp();
            call.Error.WriteLine($"position {value} …");
        }
    }

    private void Print(Position before, Position head, Digest hash, long added, long blobs)
    {
        if (!call.IsJson)
        {
            call.Output.WriteLine(added == 0 ? "Everything was there already." : $"{added} events imported behind position {before}; hash at {head}: {hash}");
            return;
        }

        call.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteString("format", "pharos");
            json.WriteNumber("added", added);
            json.WriteNumber("blobs", blobs);
            json.WriteNumber("last", head.Value);
            json.WriteString("hash", hash.ToString());
            json.WriteEndObject();
        });
    }
}
