using System.Text;
using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Server.Policies;

/// <summary>Works out what a change of the data would write, before anything is written.</summary>
/// <param name="files">The policies on disk.</param>
/// <param name="bundles">The bundles between the folders.</param>
/// <param name="active">What decides now.</param>
internal sealed class DataChange(PolicyFiles files, IReadOnlyList<ActiveBundle> bundles, PolicyBundle active)
{
    /// <summary>Applies the changes in order, all or none.</summary>
    /// <returns>What is to be written, or the outcome that says why nothing is.</returns>
    public (WrittenData? Written, DataWriteOutcome? Outcome) Plan(IReadOnlyList<DataEdit> edits, bool onlyIfAbsent)
    {
        var (folders, problems) = files.ComposeFolders(bundles);
        var (sources, _) = files.Compose(bundles);
        if (folders is null || sources is null)
        {
            return (null, new DataWriteOutcome.Refused(new Problem(problems[0].Code, problems[0].Message, 409)));
        }

        if (onlyIfAbsent && DataEdit.TryFind(sources.Data, edits[0].Path, out _))
        {
            return (null, new DataWriteOutcome.Exists());
        }

        var data = sources.Data;
        foreach (var edit in edits)
        {
            var (changed, problem) = edit.Apply(data);
            if (changed is null)
            {
                return (null, new DataWriteOutcome.Refused(problem!));
            }

            data = changed;
        }

        var written = WrittenData.Between(folders.Data, data);
        return Refuse(sources.Data, data, written) is { } refusal ? (null, new DataWriteOutcome.Refused(refusal)) : (written, null);
    }

    /// <summary>The first path that both a rule and the data would define and that nothing defined twice before; null when there is none.</summary>
    public string? NewConflict(RegoProgram program, RegoObject data) =>
        DataConflicts.Of(program, data).Except(DataConflicts.Of(active.Program, active.Sources.Data), StringComparer.Ordinal).FirstOrDefault() is { } path
            ? $"conflicting rule for data path {path} found"
            : null;

    private Problem? Refuse(RegoObject before, RegoObject after, WrittenData written)
    {
        if (Encoding.UTF8.GetByteCount(written.ToJson()) > WrittenData.MaximumBytes)
        {
            return new Problem(
                "data.too-large", $"The data written here would have more than {WrittenData.MaximumBytes} bytes. Put large documents into data.json files of the policy folder.", 413);
        }

        var conflict = DataConflicts.Of(active.Program, after).Except(DataConflicts.Of(active.Program, before), StringComparer.Ordinal).FirstOrDefault();
        return conflict is null ? null : new Problem("data.conflict", $"conflicting rule for data path {conflict} found", 404);
    }
}
