namespace Pharos.Gate.Definitions;

/// <summary>Where the gate looks up which definitions of tools were approved. Its state comes from the log, never from files that an agent could write. Safe for use by many threads.</summary>
public interface IDefinitionBook
{
    /// <summary>What is known of a tool's definition.</summary>
    DefinitionSight Find(DefinitionKey key);

    /// <summary>Takes up what was recorded until now; ends soon also when it cannot.</summary>
    ValueTask FollowAsync(CancellationToken cancellationToken);
}
