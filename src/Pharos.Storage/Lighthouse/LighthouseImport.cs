using System.Runtime.CompilerServices;
using Pharos.Events;

namespace Pharos.Storage.Lighthouse;

/// <summary>Appends Lighthouse's events to a log as events of ours, each once however often its file is imported.</summary>
/// <param name="log">The log.</param>
/// <param name="secret">The secret of Lighthouse's HMACs; null takes records unverified, which each event then says.</param>
/// <param name="skipsDamaged">Go on behind what is damaged instead of stopping there.</param>
public sealed class LighthouseImport(IEventLog log, ReadOnlyMemory<byte>? secret, bool skipsDamaged)
{
    // Appends on their way, so that they share commits; the log takes them in the order of the file.
    private const int InFlight = 256;

    private const int MostReported = 1000;

    private readonly Queue<(AppendBatch Batch, Task<AppendOutcome> Appending, long Offset)> _appending = new();
    private readonly List<LighthouseDamage> _damages = [];
    private long _added;
    private long _known;
    private long _damaged;
    private long _unverified;

    /// <summary>What was done so far.</summary>
    public LighthouseReport Report => new(_added, _known, _damaged, _unverified, _damages);

    /// <summary>Imports a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="progress">Told how many events were read of it.</param>
    /// <param name="cancellationToken">Gives up; what was appended stands.</param>
    /// <returns>True when it was read to its end; false when it stopped at something damaged, the last one reported.</returns>
    /// <exception cref="EventLogUnavailableException">The log cannot be written.</exception>
    public async Task<bool> RunAsync(ImportFile file, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        try
        {
            long read = 0;
            await using var stream = file.Open();
            var entries = file.Format == ImportFormat.LighthouseJson ? LighthouseJson.ReadAsync(stream, cancellationToken) : LighthouseRecords.ReadAsync(stream, secret, cancellationToken);
            await foreach (var entry in UntilBrokenAsync(entries, cancellationToken))
            {
                if (!await TakeAsync(entry, file.Name, cancellationToken) && !skipsDamaged)
                {
                    return false;
                }

                progress?.Report(++read);
            }

            return true;
        }
        finally
        {
            while (_appending.Count > 0)
            {
                await SettleAsync(file.Name);
            }
        }
    }

    private async ValueTask<bool> TakeAsync(LighthouseEntry entry, string file, CancellationToken cancellationToken)
    {
        if (entry is LighthouseEntry.Damaged damaged)
        {
            return Damaged(file, damaged.Offset, damaged.Bytes, damaged.Why);
        }

        var found = (LighthouseEntry.Found)entry;
        AppendBatch batch;
        try
        {
            batch = LighthouseEvent.Read(found.Json.Span, found.IsVerified, file, found.Offset);
        }
        catch (FormatException problem)
        {
            return Damaged(file, found.Offset, found.Json.Length, problem.Message);
        }

        _unverified += found.IsVerified ? 0 : 1;
        _appending.Enqueue((batch, log.AppendAsync(batch, cancellationToken).AsTask(), found.Offset));
        return _appending.Count < InFlight || await SettleAsync(file);
    }

    private async ValueTask<bool> SettleAsync(string file)
    {
        var (batch, appending, offset) = _appending.Dequeue();
        var outcome = await appending;
        if (outcome is AppendOutcome.Mismatch)
        {
            outcome = await log.AppendAsync(LighthouseEvent.Again(batch));
        }

        switch (outcome)
        {
            case AppendOutcome.Appended:
                _added++;
                return true;
            case AppendOutcome.Duplicate:
                _known++;
                return true;
            case AppendOutcome.Refused refused:
                return Damaged(file, offset, 0, $"the log does not accept it: {refused.Reason}");
            default:
                return Damaged(file, offset, 0, "the log does not accept it");
        }
    }

    private bool Damaged(string file, long offset, long bytes, string why)
    {
        _damaged++;
        if (_damages.Count < MostReported)
        {
            _damages.Add(new LighthouseDamage(file, offset, bytes, why));
        }

        return false;
    }

    // A packed file that is damaged ends where unpacking fails.
    private static async IAsyncEnumerable<LighthouseEntry> UntilBrokenAsync(IAsyncEnumerable<LighthouseEntry> entries, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var entry = entries.GetAsyncEnumerator(cancellationToken);
        long offset = 0;
        while (true)
        {
            string? problem = null;
            try
            {
                if (!await entry.MoveNextAsync())
                {
                    yield break;
                }

                offset = entry.Current is LighthouseEntry.Found found ? found.Offset : offset;
            }
            catch (InvalidDataException broken)
            {
                problem = broken.Message;
            }

            if (problem is not null)
            {
                yield return new LighthouseEntry.Damaged(offset, 0, $"the packed file is damaged behind here: {problem}");
                yield break;
            }

            yield return entry.Current;
        }
    }
}

/// <summary>What an import of Lighthouse's files did.</summary>
/// <param name="Added">Events added.</param>
/// <param name="Known">Events that were there already.</param>
/// <param name="Damaged">Places that could not be read.</param>
/// <param name="Unverified">Events taken, or known, whose HMAC was not compared.</param>
/// <param name="Damages">The first thousand of those places.</param>
public sealed record LighthouseReport(long Added, long Known, long Damaged, long Unverified, IReadOnlyList<LighthouseDamage> Damages);

/// <summary>A place in a file that could not be read.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Offset">Where, in bytes of the unpacked file.</param>
/// <param name="Bytes">How many bytes were passed over; 0 when the record could be read but not taken.</param>
/// <param name="Why">What is wrong.</param>
public sealed record LighthouseDamage(string File, long Offset, long Bytes, string Why);
