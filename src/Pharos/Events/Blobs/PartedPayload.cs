namespace Pharos.Events.Blobs;

/// <summary>A payload whose large strings stand beside it.</summary>
/// <param name="Bytes">The payload as the log keeps it; the same bytes as before when nothing was large.</param>
/// <param name="Schema">The schema version of the event: <see cref="PayloadParts.WholeSchema"/> or <see cref="PayloadParts.PartedSchema"/>.</param>
/// <param name="Parts">The large strings in UTF-8, each once, with the digests by which the payload names them.</param>
public sealed record PartedPayload(ReadOnlyMemory<byte> Bytes, int Schema, IReadOnlyList<PayloadPart> Parts);

/// <summary>One large string of a payload.</summary>
/// <param name="Digest">The SHA-256 of its UTF-8 bytes.</param>
/// <param name="Content">The bytes.</param>
public sealed record PayloadPart(Digest Digest, ReadOnlyMemory<byte> Content);
