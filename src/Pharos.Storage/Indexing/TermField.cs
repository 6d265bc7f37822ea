namespace Pharos.Storage.Indexing;

/// <summary>The fields that have posting lists. The numbers are stored.</summary>
internal enum TermField
{
    Type = 1,
    Agent = 2,
    Workspace = 3,
}
