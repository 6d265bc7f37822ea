namespace Pharos.Storage.Indexing;

/// <summary>One value of one field.</summary>
internal readonly record struct Term(TermField Field, string Value);
