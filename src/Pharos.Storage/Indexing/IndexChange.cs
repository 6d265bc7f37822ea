using Pharos.Events.Indexing;

namespace Pharos.Storage.Indexing;

/// <summary>What one batch of events changes in an index; written in one transaction together with the mark.</summary>
/// <param name="Terms">Terms that had no number yet.</param>
/// <param name="Blocks">Posting blocks that are new, or replace the one of the same term and first position.</param>
/// <param name="Correlations">Which events belong to which correlation.</param>
/// <param name="Zones">Zones that are new, or replace the one of the same first position.</param>
/// <param name="Mark">How far the index comes by it.</param>
internal sealed record IndexChange(
    IReadOnlyList<(long Number, Term Term)> Terms,
    IReadOnlyList<StoredBlock> Blocks,
    IReadOnlyList<(Guid Correlation, long Position)> Correlations,
    IReadOnlyList<Zone> Zones,
    IndexMark Mark);

/// <summary>A posting block as it is stored.</summary>
internal readonly record struct StoredBlock(long Term, long First, ReadOnlyMemory<byte> Distances);
