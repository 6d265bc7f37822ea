using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pharos.Events;
using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Values;
using Pharos.Server.Logging;

namespace Pharos.Server.Policies;

/// <summary>
/// The policies on disk: the base bundle, and over it the modules that were written through the server. Changes of either are taken up while running; policies
/// that do not compile are refused, the old ones stay, and health and log say so. Every version that begins to decide is an event.
/// </summary>
internal sealed class PolicyStore : IDisposable
{
    /// <summary>The stream of activations.</summary>
    public static readonly StreamId Stream = new("policies", new Guid("01900000-0000-7000-8000-000000000004"));

    private const string ActivatedType = "policy.activated";
    private static readonly Actor Self = new(ActorKind.System, "policies");

    private readonly PolicyLibrary _library;
    private readonly PolicyFiles _files;
    private readonly FoldedStream<string> _recorded;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private string _seen;
    private volatile IReadOnlyList<string> _refusal = [];

    private PolicyStore(PolicyLibrary library, PolicyFiles files, FoldedStream<string> recorded, TimeProvider clock, ILogger logger)
    {
        _library = library;
        _files = files;
        _recorded = recorded;
        _clock = clock;
        _logger = logger;
        _seen = files.Fingerprint();
    }

    /// <summary>The bundle that decides.</summary>
    public PolicyBundle Active => _library.Active;

    /// <summary>The library the gate asks.</summary>
    public PolicyLibrary Library => _library;

    /// <summary>Why the policies on disk do not decide; empty when they do.</summary>
    public IReadOnlyList<string> Refusal => _refusal;

    /// <summary>Loads the policies for the first time.</summary>
    /// <exception cref="ServerStartException">They do not compile or cannot be read: there is nothing older to fall back to.</exception>
    public static async Task<PolicyStore> OpenAsync(PolicyFiles files, IEventLog log, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        PolicyLibrary? library;
        ActivateOutcome outcome;
        try
        {
            (library, outcome) = PolicyLibrary.Create(files.Load());
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new ServerStartException("policy.unreadable", $"The policies cannot be read: {problem.Message}", problem);
        }

        if (library is null)
        {
            var lines = outcome is ActivateOutcome.Refused refused ? string.Join('\n', refused.Diagnostics) : "";
            throw new ServerStartException("policy.invalid", $"The policies do not compile:\n{lines}");
        }

        var recorded = await FoldedStream.OpenAsync(log, Stream, "", Apply, cancellationToken);
        var store = new PolicyStore(library, files, recorded, clock, logger);
        await store.RecordAsync(Self, "start", cancellationToken);
        return store;
    }

    /// <summary>Takes up changed files until cancelled.</summary>
    public async Task WatchAsync(TimeSpan every, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(every, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await ReloadAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>Looks at the files once and takes up what changed.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var now = _files.Fingerprint();
            if (now == _seen)
            {
                return;
            }

            await ActivateAsync(_files.Load(), Self, "reload", cancellationToken);
            _seen = now;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException or EventLogUnavailableException)
        {
            // Half-written files look like this; the next look will tell.
            _refusal = [problem.Message];
            _logger.PoliciesUnreadable(problem, Active.Version);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Writes a module and lets it decide.</summary>
    /// <returns>What is wrong with the policies that would result; empty when they decide now.</returns>
    public Task<IReadOnlyList<RegoDiagnostic>> WriteAsync(PolicyId id, string source, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, source, by, "written", cancellationToken);

    /// <summary>Removes a module that was written here.</summary>
    /// <returns>Null when there is none; else what is wrong with the policies that would result.</returns>
    public async Task<IReadOnlyList<RegoDiagnostic>?> DeleteAsync(PolicyId id, Actor by, CancellationToken cancellationToken) =>
        _files.HasWritten(id) ? await ChangeAsync(id, null, by, "deleted", cancellationToken) : null;

    /// <summary>Changes the data, all of it or nothing, and lets it decide.</summary>
    /// <param name="edits">The changes, in order.</param>
    /// <param name="onlyIfAbsent">Change nothing when something stands where the first change puts its value.</param>
    /// <param name="by">Who changes it.</param>
    /// <param name="cancellationToken">Gives up before anything was changed.</param>
    public async Task<DataWriteOutcome> WriteDataAsync(IReadOnlyList<DataEdit> edits, bool onlyIfAbsent, Actor by, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var sources = _files.Load();
            if (onlyIfAbsent && DataEdit.TryFind(sources.Data, edits[0].Path, out _))
            {
                return new DataWriteOutcome.Exists();
            }

            var data = sources.Data;
            foreach (var edit in edits)
            {
                var (changed, problem) = edit.Apply(data);
                if (changed is null)
                {
                    return new DataWriteOutcome.Refused(problem!);
                }

                data = changed;
            }

            var written = WrittenData.Between(_files.LoadFolders().Data, data);
            if (Refuse(sources.Data, data, written) is { } refusal)
            {
                return new DataWriteOutcome.Refused(refusal);
            }

            _files.WriteData(written);
            _seen = _files.Fingerprint();
            await ActivateAsync(sources with { Data = data }, by, "data", cancellationToken);
            return new DataWriteOutcome.Written();
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _recorded.Dispose();
        _changing.Dispose();
    }

    private async Task<IReadOnlyList<RegoDiagnostic>> ChangeAsync(PolicyId id, string? source, Actor by, string reason, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            // Compiled before a file is touched: what is on disk must be able to decide after a crash at any moment.
            var sources = _files.LoadWith(id, source);
            switch (RegoProgram.Compile(sources.Modules, sources.Data))
            {
                case CompileOutcome.Rejected rejected:
                    return rejected.Diagnostics;
                case CompileOutcome.Compiled compiled when NewConflict(compiled.Program, sources.Data) is { } conflict:
                    return [new RegoDiagnostic("rego_compile_error", conflict, id.Path, 1, 1)];
            }

            _files.Write(id, source);
            _seen = _files.Fingerprint();
            await ActivateAsync(_files.Load(), by, reason, cancellationToken);
            return [];
        }
        finally
        {
            _changing.Release();
        }
    }

    private Problem? Refuse(RegoObject before, RegoObject after, WrittenData written)
    {
        if (Encoding.UTF8.GetByteCount(written.ToJson()) > WrittenData.MaximumBytes)
        {
            return new Problem(
                "data.too-large", $"The data written here would have more than {WrittenData.MaximumBytes} bytes. Put large documents into data.json files of the policy folder.", 413);
        }

        var conflict = DataConflicts.Of(Active.Program, after).Except(DataConflicts.Of(Active.Program, before), StringComparer.Ordinal).FirstOrDefault();
        return conflict is null ? null : new Problem("data.conflict", $"conflicting rule for data path {conflict} found", 404);
    }

    // A conflict that was there before, in files, is no reason to refuse what does not concern it.
    private string? NewConflict(RegoProgram program, RegoObject data) =>
        DataConflicts.Of(program, data).Except(DataConflicts.Of(Active.Program, Active.Sources.Data), StringComparer.Ordinal).FirstOrDefault() is { } path
            ? $"conflicting rule for data path {path} found"
            : null;

    private async Task ActivateAsync(PolicySources sources, Actor by, string reason, CancellationToken cancellationToken)
    {
        var before = Active.Version;
        switch (_library.Activate(sources))
        {
            case ActivateOutcome.Refused refused:
                _refusal = [.. refused.Diagnostics.Select(diagnostic => diagnostic.ToString())];
                ServerMetrics.PoliciesLoaded("refused");
                _logger.PoliciesRefused(before, string.Join("; ", _refusal.Take(5)));
                return;
            case ActivateOutcome.Activated activated:
                _refusal = [];
                if (activated.IsNew)
                {
                    ServerMetrics.PoliciesLoaded("activated");
                    _logger.PoliciesActivated(activated.Bundle.Version);
                    await RecordAsync(by, reason, cancellationToken);
                }

                return;
        }
    }

    private async Task RecordAsync(Actor by, string reason, CancellationToken cancellationToken)
    {
        var bundle = Active;
        await _recorded.AppendAsync(previous => previous == bundle.Version ? null : Event(bundle, previous, by, reason), cancellationToken);
    }

    private NewEvent Event(PolicyBundle bundle, string previous, Actor by, string reason)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("version", bundle.Version);
            writer.WriteString("previous", previous.Length == 0 ? null : previous);
            writer.WriteString("reason", reason);
            writer.WriteStartArray("modules");
            foreach (var module in bundle.Sources.Modules)
            {
                writer.WriteStartObject();
                writer.WriteString("id", module.Id);
                writer.WriteString("sha256", Digest.Of(Encoding.UTF8.GetBytes(module.Source)).ToString());
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            var data = Encoding.UTF8.GetBytes(bundle.Sources.Data.ToJson());
            writer.WriteStartObject("data");
            writer.WriteString("sha256", Digest.Of(data).ToString());
            writer.WriteNumber("bytes", data.Length);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return new NewEvent { Stream = Stream, Id = Pharos.Events.EventId.New(_clock), Type = ActivatedType, At = _clock.GetUtcNow(), Actor = by, Payload = buffer.WrittenMemory };
    }

    private static string Apply(string state, EventRecord record)
    {
        if (record.Type != ActivatedType)
        {
            return state;
        }

        using var document = JsonDocument.Parse(record.Payload);
        return document.RootElement.GetProperty("version").GetString() ?? state;
    }
}
