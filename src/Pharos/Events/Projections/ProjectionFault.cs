namespace Pharos.Events.Projections;

/// <summary>Why a projection stands still. Nothing behind this event is in the state, because a read model that leaves out what it cannot read would be wrong without a sign.</summary>
/// <param name="Position">The event that could not be folded.</param>
/// <param name="Type">Its type.</param>
/// <param name="Message">What the fold said.</param>
public sealed record ProjectionFault(Position Position, string Type, string Message);
